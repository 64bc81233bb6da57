import { statfs } from "node:fs/promises";
import { AppError } from "@spool/contracts/app-error";
import { mediaError } from "./media-error.ts";

/** Below this, a file system counts as full: ffmpeg and Node buffer less than that before a write fails. */
const FULL_BELOW_BYTES = 256 * 1024;

/** Bytes that an ordinary process may still write under `folder`. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/**
 * Asks the file system, because an ffmpeg that met a full disk ends with exit code 1 like any other failure.
 * Ask before the half-written file is removed: removing it makes room.
 */
export async function isDiskFull(folder: string): Promise<boolean> {
  return (await freeBytes(folder).catch(() => Infinity)) < FULL_BELOW_BYTES;
}

export function diskFullError(folder: string, cause?: unknown): AppError {
  return mediaError(
    "disk_full",
    "UNKNOWN",
    `The disk that holds ${folder} is full. Make room there and retry.`,
    {
      cause,
      context: { folder },
    },
  );
}

/** Throws the disk-full error unless `neededBytes` can still be written under `folder`. */
export async function requireFreeBytes(folder: string, neededBytes: number): Promise<void> {
  const available = await freeBytes(folder);
  if (available >= neededBytes) return;
  const [have, need] = [available, neededBytes].map((bytes) => (bytes / 1024 ** 2).toFixed(0));
  throw mediaError(
    "disk_full",
    "UNKNOWN",
    `The disk that holds ${folder} is full: ${have} MB are free and ${need} MB are needed. Make room there and retry.`,
    { context: { folder, available_bytes: available, needed_bytes: neededBytes } },
  );
}

/** Turns Node's ENOSPC into the disk-full error; gives every other error back as it is. */
export function translateFileError(error: unknown, folder: string): unknown {
  return error instanceof Error && "code" in error && error.code === "ENOSPC"
    ? diskFullError(folder, error)
    : error;
}
