import type { Writable } from "node:stream";

/** Gives pieces one after the other. A piece may be reused by the source once the piece after next is asked for. */
export type FrameSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * Writes a source into a child's standard input and closes it.
 *
 * The next piece is made while the one before is on its way, so that drawing and encoding overlap; never more than
 * two pieces are held. Ends quietly when the child closes its end: why it did is the child's to say.
 */
export async function feedStdin(stdin: Writable, source: FrameSource, signal: AbortSignal): Promise<void> {
  stdin.on("error", () => undefined); // it closes as well, and that is looked at
  try {
    let onItsWay = Promise.resolve();
    for await (const piece of source) {
      await onItsWay;
      if (stdin.destroyed || signal.aborted) return;
      onItsWay = written(stdin, piece);
    }
    await onItsWay;
  } finally {
    stdin.end();
  }
}

/** Resolves when the piece has left for the pipe, or never will. */
function written(stdin: Writable, piece: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    stdin.once("close", resolve);
    stdin.write(piece, () => {
      stdin.off("close", resolve);
      resolve();
    });
  });
}
