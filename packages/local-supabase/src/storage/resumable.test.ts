import { execFile } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { appendFile, mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DetailedError, Upload, type UploadOptions } from "tus-js-client";
import { startTestGateway, type TestGateway } from "../realtime/gateway.test-support.ts";
import { OUTSIDE, testInside } from "../outside.test-support.ts";

const testSending = testInside(
  "how long what was refused is still read is for the proxy before a hosted project to say",
);
const testDisk = testInside("it looks at the files of the store, or takes the database away");

const OWNER = randomUUID();
const STRANGER = randomUUID();
const MEGABYTE = 1_000_000;
let gateway: TestGateway;
let endpoint: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  endpoint = `${gateway.apiUrl}/storage/v1/upload/resumable`;
  const { storage } = gateway.service;
  await storage.createBucket("films", { public: false });
  await storage.createBucket("clips", { public: false, fileSizeLimit: 1_000, allowedMimeTypes: ["video/*"] });
  const mine =
    "bucket_id = 'films' and (storage.foldername(name))[1] = (select current_setting('request.jwt.claims', true)::json ->> 'sub')";
  await gateway.apply(
    `create policy "own insert" on storage.objects for insert to authenticated with check (${mine})`,
  );
  await gateway.apply(
    `create policy "own select" on storage.objects for select to authenticated using (${mine})`,
  );
});
afterAll(() => gateway.stop());

const films = () => gateway.service.storage.from("films");
const contentOf = async (name: string) => {
  const { data, error } = await films().download(name);
  if (error) throw error;
  return Buffer.from(await data.arrayBuffer());
};
const secret = () => ({ apikey: gateway.secretKey });
const bearer = async (userId: string) => ({
  apikey: gateway.publishableKey,
  authorization: `Bearer ${await gateway.tokenFor(userId)}`,
});

interface Outcome {
  status: number;
  body: string;
}
/** Uploads with the unmodified client. Resolves with null when done, or with what the server refused. */
function upload(
  content: Buffer | Readable,
  metadata: Record<string, string>,
  options: UploadOptions = {},
): Promise<Outcome | null> {
  return new Promise((resolve, reject) => {
    const sent = new Upload(content, {
      endpoint,
      headers: secret(),
      chunkSize: 6 * MEGABYTE,
      retryDelays: null,
      ...options,
      metadata: { bucketName: "films", ...metadata },
      onSuccess: () => {
        resolve(null);
      },
      onError: (error) => {
        const response = error instanceof DetailedError ? error.originalResponse : null;
        if (response) resolve({ status: response.getStatus(), body: response.getBody() });
        else reject(error);
      },
    });
    sent.start();
  });
}

/** A bare TUS request, where the client would be too polite. */
const tus = (method: string, url: string, headers: Record<string, string>, body?: Uint8Array<ArrayBuffer>) =>
  fetch(url, {
    method,
    headers: { ...secret(), "tus-resumable": "1.0.0", ...headers },
    ...(body && { body }),
  });
const declare = (metadata: Record<string, string>) =>
  Object.entries(metadata)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString("base64")}`)
    .join(",");
const create = async (name: string, sizeBytes: number, headers: Record<string, string> = {}) => {
  const created = await tus("POST", endpoint, {
    "upload-length": String(sizeBytes),
    "upload-metadata": declare({ bucketName: "films", objectName: name }),
    ...headers,
  });
  expect(created.status).toBe(201);
  return created.headers.get("location") ?? "";
};
const patch = (url: string, offset: number, bytes: Uint8Array<ArrayBuffer>) =>
  tus(
    "PATCH",
    url,
    { "upload-offset": String(offset), "content-type": "application/offset+octet-stream" },
    bytes,
  );
const offsetOf = async (url: string) => Number((await tus("HEAD", url, {})).headers.get("upload-offset"));

async function expectNothingUnfinished(): Promise<void> {
  if (OUTSIDE) return; // its disk is not to be seen
  const names = await readdir(`${gateway.own.storageDir}/resumable`);
  expect(names.filter((name) => !name.endsWith(".json"))).toEqual([]);
}

test("tus-js-client uploads in parts, and the object is as declared", async () => {
  const content = randomBytes(3 * MEGABYTE);

  const refused = await upload(
    content,
    {
      objectName: "a/film.mp4",
      contentType: "video/mp4",
      cacheControl: "3600",
      metadata: JSON.stringify({ take: 2 }),
    },
    { chunkSize: MEGABYTE, uploadDataDuringCreation: true },
  );

  expect(refused).toBeNull();
  expect((await contentOf("a/film.mp4")).equals(content)).toBe(true);
  expect((await films().info("a/film.mp4")).data).toMatchObject({
    size: content.length,
    contentType: "video/mp4",
    cacheControl: "max-age=3600",
    metadata: { take: 2 },
  });
  await expectNothingUnfinished();
});

testDisk("an upload broken off twice goes on where it was", async () => {
  const content = randomBytes(3 * MEGABYTE);
  const url = await create("broken.bin", content.length);
  const breakOff = async (offset: number, sentBytes: number) => {
    const sent = httpRequest(url, {
      method: "PATCH",
      headers: {
        ...secret(),
        "tus-resumable": "1.0.0",
        "upload-offset": offset,
        "content-type": "application/offset+octet-stream",
        "content-length": content.length - offset,
      },
    });
    sent.on("error", () => undefined);
    sent.write(content.subarray(offset, offset + sentBytes));
    await expect.poll(async () => (await offsetOnDisk(url)) >= offset + sentBytes).toBe(true);
    sent.destroy();
    return offsetOf(url);
  };

  const first = await breakOff(0, MEGABYTE);
  const second = await breakOff(first, MEGABYTE);
  expect([first, second]).toEqual([MEGABYTE, 2 * MEGABYTE]);
  expect((await films().exists("broken.bin")).data).toBe(false);
  expect(await upload(content, { objectName: "broken.bin" }, { uploadUrl: url })).toBeNull();

  expect((await contentOf("broken.bin")).equals(content)).toBe(true);
});

async function offsetOnDisk(url: string): Promise<number> {
  return (await stat(`${gateway.own.storageDir}/resumable/${url.split("/").at(-1) ?? ""}`)).size;
}

testDisk("of two clients on one upload the second is told that it is locked", async () => {
  const url = await create("shared.bin", 10);
  const first = httpRequest(url, {
    method: "PATCH",
    headers: {
      ...secret(),
      "tus-resumable": "1.0.0",
      "upload-offset": 0,
      "content-type": "application/offset+octet-stream",
      "content-length": 10,
    },
  });
  const firstStatus = new Promise((resolve) =>
    first.on("response", (response) => resolve(response.statusCode)),
  );
  first.write("01234");
  await expect.poll(() => offsetOnDisk(url)).toBe(5);

  const second = await patch(url, 0, Buffer.from("9876543210"));
  expect([second.status, await second.text()]).toEqual([423, "The resource is locked"]);
  first.end("56789");

  expect(await firstStatus).toBe(204);
  expect(await (await films().download("shared.bin")).data?.text()).toBe("0123456789");
});

test("rights are asked before the first byte, and limits and types of the bucket hold", async () => {
  const bytes = Buffer.alloc(2_000);
  const clip = { bucketName: "clips", objectName: "x.mp4", contentType: "video/mp4" };

  expect(await upload(bytes, { objectName: `${STRANGER}/x` }, { headers: await bearer(OWNER) })).toEqual({
    status: 403,
    body: "new row violates row-level security policy",
  });
  expect(await upload(bytes, clip)).toEqual({ status: 413, body: "Maximum size exceeded\n" });
  expect(await upload(bytes.subarray(0, 9), { ...clip, contentType: "text/plain" })).toEqual({
    status: 415,
    body: "mime type text/plain is not supported",
  });
  expect(await upload(bytes, { bucketName: "none", objectName: "x" })).toEqual({
    status: 404,
    body: "Bucket not found",
  });
  expect(await upload(bytes, { objectName: "../x" })).toEqual({ status: 400, body: "Invalid key: ../x" });
  expect((await tus("POST", endpoint, { "upload-length": "1" })).status).toBe(400);
  expect((await fetch(endpoint, { method: "POST", headers: { "tus-resumable": "1.0.0" } })).status).toBe(401);
  await expectNothingUnfinished();
});

test("a deferred length cannot pass the bucket's limit", async () => {
  const created = await tus("POST", endpoint, {
    "upload-defer-length": "1",
    "upload-metadata": declare({ bucketName: "clips", objectName: "long.mp4", contentType: "video/mp4" }),
  });
  const url = created.headers.get("location") ?? "";

  expect((await patch(url, 0, Buffer.alloc(2_000))).status).toBe(413);
  expect(await offsetOf(url)).toBe(0);
});

test("the owner uploads, may not replace without the right to, and a right lost meanwhile is noticed at the end", async () => {
  const headers = await bearer(OWNER);
  const objectName = `${OWNER}/mine.bin`;

  expect(await upload(Buffer.from("one"), { objectName }, { headers })).toBeNull();
  const { rows } = await gateway.db.query("select owner_id from storage.objects where name = $1", [
    objectName,
  ]);
  expect(rows).toEqual([{ owner_id: OWNER }]);
  expect(await upload(Buffer.from("two"), { objectName }, { headers })).toMatchObject({ status: 409 });
  expect(
    await upload(Buffer.from("two"), { objectName }, { headers: { ...headers, "x-upsert": "true" } }),
  ).toMatchObject({ status: 403 });

  const rival = await create("rival.bin", 3);
  expect((await patch(rival, 0, Buffer.from("ab"))).status).toBe(204);
  await films().upload("rival.bin", "first");
  const last = await patch(rival, 2, Buffer.from("c"));
  expect([last.status, await last.text()]).toEqual([409, "The resource already exists"]);
  expect(await (await films().download("rival.bin")).data?.text()).toBe("first");
});

test("with x-upsert the later upload of a name stays", async () => {
  const headers = { ...secret(), "x-upsert": "true" };
  await upload(Buffer.from("old"), { objectName: "twice.bin" });

  expect(await upload(Buffer.from("new"), { objectName: "twice.bin" }, { headers })).toBeNull();
  expect(await (await films().download("twice.bin")).data?.text()).toBe("new");
});

test("an upload can be given up, and a finished one not", async () => {
  const url = await create("gone.bin", 10);
  expect((await tus("DELETE", url, {})).status).toBe(204);
  expect((await tus("HEAD", url, {})).status).toBe(404);

  const done = await create("done.bin", 2);
  await patch(done, 0, Buffer.from("ok"));
  expect((await tus("DELETE", done, { "x-upsert": "true" })).status).toBe(400);
  expect((await films().exists("done.bin")).data).toBe(true);
});

test("who missed the last answer learns that the upload is done", async () => {
  const url = await create("answered.bin", 2);
  await patch(url, 0, Buffer.from("ok"));

  const head = await tus("HEAD", url, {});
  expect([head.status, head.headers.get("upload-offset"), head.headers.get("upload-length")]).toEqual([
    200,
    "2",
    "2",
  ]);
});

test("an empty file is an upload too", async () => {
  expect(await upload(Buffer.alloc(0), { objectName: "empty.bin" })).toBeNull();
  expect((await films().info("empty.bin")).data?.size).toBe(0);
});

test("a signed token lets anybody upload one object, and no other", async () => {
  const { data } = await films().createSignedUploadUrl("signed.bin");
  const signed = (token: string, objectName: string) =>
    upload(
      Buffer.from("by token"),
      { objectName },
      { endpoint: `${endpoint}/sign`, headers: { "x-signature": token } },
    );

  expect(await signed(data?.token ?? "", "other.bin")).toEqual({ status: 400, body: "Invalid signature" });
  expect(await signed("rubbish", "signed.bin")).toMatchObject({ status: 400 });
  expect(await signed("", "signed.bin")).toEqual({ status: 400, body: "Missing x-signature header" });
  expect(await signed(data?.token ?? "", "signed.bin")).toBeNull();
  expect(await (await films().download("signed.bin")).data?.text()).toBe("by token");
});

test("offsets that are wrong, versions that are unknown and ids that are paths are refused", async () => {
  const url = await create("offsets.bin", 4);

  expect((await patch(url, 2, Buffer.from("x"))).status).toBe(409);
  expect((await patch(url, 0, Buffer.from("too long"))).status).toBe(413);
  expect((await fetch(url, { method: "HEAD", headers: secret() })).status).toBe(412);
  for (const id of [randomUUID(), "..%2f..%2fkeys.json", "%00", "x"])
    expect((await tus("HEAD", `${endpoint}/${id}`, {})).status).toBe(404);
});

testDisk(
  "an upload whose last byte arrived just before a crash becomes an object when its client asks how far it got",
  async () => {
    const url = await create("crashed.bin", 5);
    await patch(url, 0, Buffer.from("abc"));
    await appendFile(`${gateway.own.storageDir}/resumable/${url.split("/").at(-1) ?? ""}`, "de");
    expect((await films().exists("crashed.bin")).data).toBe(false);

    // Asked thrice at once, it still is one object.
    const heads = await Promise.all([1, 2, 3].map(() => tus("HEAD", url, {})));

    expect(heads.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await contentOf("crashed.bin")).toString()).toBe("abcde");
  },
);

testDisk("a database that goes away at the end costs the client nothing but another try", async () => {
  const url = await create("outage.bin", 4);
  await patch(url, 0, Buffer.from("ab"));
  await gateway.own.stopDatabase();
  expect((await patch(url, 2, Buffer.from("cd"))).status).toBe(503);
  await gateway.own.startDatabase();

  await expect.poll(async () => (await tus("HEAD", url, {})).status, { timeout: 15_000 }).toBe(200);
  expect((await patch(url, await offsetOf(url), Buffer.from("cd"))).status).toBe(204);
  expect((await contentOf("outage.bin")).toString()).toBe("abcd");
});

testDisk("a disk that takes no more is told as such, and what has arrived stays to go on from", async () => {
  const script = `
    import { Readable } from "node:stream";
    import { Upload } from "@tus/server";
    import { FileStore } from ${JSON.stringify(new URL("./file-store.ts", import.meta.url).href)};
    import { ResumableStore } from ${JSON.stringify(new URL("./resumable-store.ts", import.meta.url).href)};
    import { toStorageError } from ${JSON.stringify(new URL("./storage-error.ts", import.meta.url).href)};
    const store = new ResumableStore(new FileStore(process.argv[1]));
    await store.create(new Upload({ id: "x", size: 1e7, offset: 0 }));
    const chunks = (function* () { for (let n = 0; n < 100; n++) yield Buffer.alloc(65536); })();
    const error = await store.write(Readable.from(chunks), "x", 0).catch((error) => error);
    const { offset } = await store.getUpload("x");
    console.log(JSON.stringify({ ...toStorageError(error).body, offset }));`;
  const root = await mkdtemp(join(tmpdir(), "spool-full-disk-"));
  // The limit on a file's size stands for the full disk: that needs no right to mount one.
  const command = 'ulimit -f 512; exec "$0" --input-type=module -e "$1" "$2"';
  const { stdout } = await promisify(execFile)("sh", ["-c", command, process.execPath, script, root], {
    cwd: import.meta.dirname,
  });
  await rm(root, { recursive: true });

  expect(JSON.parse(stdout)).toMatchObject({
    statusCode: "507",
    message: "The disk that holds the objects is full",
    offset: 512 * 512,
  });
});

testSending(
  "a refusal reaches a client that is still sending, and the next request is answered as ever",
  async () => {
    const url = await create("large.bin", 40 * MEGABYTE);
    const large = Buffer.alloc(40 * MEGABYTE);

    const wrongOffset = await patch(url, 5, large);
    expect([wrongOffset.status, await wrongOffset.text()]).toEqual([409, "Upload-Offset conflict\n"]);
    const refused = await upload(
      large,
      { objectName: `${STRANGER}/x` },
      { headers: await bearer(OWNER), uploadDataDuringCreation: true, chunkSize: large.length },
    );
    expect(refused).toMatchObject({ status: 403 });
    expect(await offsetOf(url)).toBe(0);
  },
);
