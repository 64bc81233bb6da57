import { rename, rm } from "node:fs/promises";
import { dirname, extname } from "node:path";
import { translateFileError } from "./disk-space.ts";

/**
 * Lets `write` fill a part file beside `path` and gives it its name only when that succeeded.
 *
 * A failed or aborted write leaves nothing behind, and a file called `path` is always a whole one.
 */
export async function writeWhole(path: string, write: (partPath: string) => Promise<void>): Promise<void> {
  const extension = extname(path); // ffmpeg chooses the container by it
  const partPath = `${path.slice(0, path.length - extension.length)}.part${extension}`;
  try {
    await write(partPath);
    await rename(partPath, path);
  } catch (error) {
    throw translateFileError(error, dirname(path));
  } finally {
    await rm(partPath, { force: true });
  }
}
