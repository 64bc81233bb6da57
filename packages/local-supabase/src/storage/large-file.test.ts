import { fork, type ChildProcess } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { Readable } from "node:stream";
import { createClient } from "@supabase/supabase-js";
import { Upload } from "tus-js-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";

const HEAP_MB = 48;
const CHUNK = Buffer.alloc(1_000_000, "film");
const SIZE_BYTES = 500 * CHUNK.length;
const PART_BYTES = 50 * CHUNK.length;

let server: ChildProcess;
let apiUrl: string;
let secretKey: string;

beforeAll(async () => {
  server = fork(new URL("./serve.test-support.ts", import.meta.url), {
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
  });
  const [message] = (await once(server, "message")) as [unknown]; // one argument, by Node's documentation
  ({ apiUrl, secretKey } = z.object({ apiUrl: z.string(), secretKey: z.string() }).parse(message));
  const { storage } = createClient(apiUrl, secretKey, { auth: { persistSession: false } });
  await storage.createBucket("films", { public: false });
});
afterAll(async () => {
  server.disconnect();
  await once(server, "exit");
});

async function peakBytes(): Promise<number> {
  server.send("?");
  const [message] = (await once(server, "message")) as [unknown]; // as above
  return z.object({ peakBytes: z.number() }).parse(message).peakBytes;
}

function content(): Readable {
  return Readable.from(
    (function* () {
      for (let sent = 0; sent < SIZE_BYTES; sent += CHUNK.length) yield CHUNK;
    })(),
    { objectMode: false },
  );
}

async function digestOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("md5");
  for await (const chunk of stream) hash.update(chunk);
  return hash.digest("hex");
}

test("a file ten times the server's heap goes in resumably and comes out, with memory flat", async () => {
  const before = await peakBytes();

  await new Promise<void>((resolve, reject) => {
    new Upload(content(), {
      endpoint: `${apiUrl}/storage/v1/upload/resumable`,
      headers: { apikey: secretKey },
      metadata: { bucketName: "films", objectName: "long.mp4", contentType: "video/mp4" },
      uploadSize: SIZE_BYTES,
      chunkSize: PART_BYTES,
      retryDelays: null,
      onSuccess: () => {
        resolve();
      },
      onError: reject,
    }).start();
  });
  const url = `${apiUrl}/storage/v1/object/authenticated/films/long.mp4`;
  const whole = await fetch(url, { headers: { apikey: secretKey } });
  const seek = await fetch(url, { headers: { apikey: secretKey, range: `bytes=${SIZE_BYTES - 4}-` } });

  expect(whole.headers.get("content-length")).toBe(String(SIZE_BYTES));
  expect(await digestOf(whole.body ?? Readable.from([]))).toBe(await digestOf(content()));
  expect(await seek.text()).toBe("film");
  expect((await peakBytes()) - before).toBeLessThan(150_000_000);
});
