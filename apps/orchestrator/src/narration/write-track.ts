import { open } from "node:fs/promises";
import { translateFileError } from "@spool/media/disk-space";
import { dirname } from "node:path";
import { SAMPLE_RATE_HZ, wavHeader } from "./pcm.ts";

/** Something to be heard at a time. Clips come in order and do not overlap. */
export interface Clip {
  atSeconds: number;
  samples: Int16Array;
}

const CHUNK_SAMPLES = SAMPLE_RATE_HZ;

/**
 * Writes the whole sound of a video as one WAV file, a second at a time.
 *
 * @param bed What lies under the voice, by the number of the sample, asked for in order; silence without it.
 */
export async function writeTrack(
  path: string,
  clips: readonly Clip[],
  durationSeconds: number,
  bed?: (index: number) => number,
): Promise<void> {
  const total = Math.round(durationSeconds * SAMPLE_RATE_HZ);
  const file = await open(path, "w");
  try {
    await file.write(wavHeader(total));
    for (let from = 0; from < total; from += CHUNK_SAMPLES) {
      const chunk = Buffer.alloc(Math.min(CHUNK_SAMPLES, total - from) * 2);
      for (let at = 0; bed !== undefined && at < chunk.length; at += 2) {
        chunk.writeInt16LE(Math.round(bed(from + at / 2)), at);
      }
      for (const clip of clips) mixInto(chunk, from, clip);
      await file.write(chunk);
    }
  } catch (error) {
    throw translateFileError(error, dirname(path));
  } finally {
    await file.close();
  }
}

function mixInto(chunk: Buffer, fromSample: number, { atSeconds, samples }: Clip): void {
  const offset = Math.round(atSeconds * SAMPLE_RATE_HZ) - fromSample;
  const first = Math.max(0, -offset);
  const last = Math.min(samples.length, chunk.length / 2 - offset);
  for (let index = first; index < last; index += 1) {
    const at = (offset + index) * 2;
    const mixed = chunk.readInt16LE(at) + (samples[index] ?? 0);
    chunk.writeInt16LE(Math.max(-32_768, Math.min(32_767, mixed)), at);
  }
}
