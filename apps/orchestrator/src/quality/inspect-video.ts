import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { INSPECTION, inspectVideoArgs } from "@spool/media/args/inspect-video";
import { type Loudness, parseLoudness } from "@spool/media/measure-loudness";
import { mediaFailureOf } from "@spool/media/media-error";
import type { Media } from "@spool/media/open-media";
import { type MediaFacts, probeMedia } from "@spool/media/probe-media";
import { runFfmpeg } from "@spool/media/run-ffmpeg";

/** What is to be seen and heard in a finished file, small enough to be looked at as a whole. */
export interface Inspection {
  facts: MediaFacts;
  /** Grey pictures, `INSPECTION.fps` a second. */
  pictures: readonly Uint8Array[];
  /** Root mean square of every 10 ms of sound, 1 being full scale. */
  levels: Float32Array;
  loudness: Loudness;
  /** What ffmpeg said of the first thing that it could not decode; null when there was none. */
  decodeError: string | null;
}

/** Seconds of sound that one of `Inspection.levels` stands for. */
export const LEVEL_SECONDS = 0.01;

/** Decodes a video once from start to end. A file that is broken is no error here: that is said in the result. */
export async function inspectVideo(
  media: Media,
  path: string,
  folder: string,
  signal: AbortSignal,
): Promise<Inspection> {
  const facts = await probeMedia(path, { ffprobePath: media.ffprobePath, signal });
  const [picturesPath, soundPath] = [join(folder, "inspected.gray"), join(folder, "inspected.s16le")];
  try {
    const args = inspectVideoArgs(path, picturesPath, soundPath);
    const stderr = await runFfmpeg(media, args, { signal, outputPath: picturesPath });
    return {
      facts,
      pictures: splitPictures(await readFile(picturesPath)),
      levels: levelsOf(await readFile(soundPath)),
      loudness: parseLoudness(stderr),
      decodeError: null,
    };
  } catch (error) {
    if (mediaFailureOf(error) !== "refused" || !(error instanceof Error)) throw error;
    const nothing = { integratedLufs: null, truePeakDb: null };
    return { facts, pictures: [], levels: new Float32Array(), loudness: nothing, decodeError: error.message };
  } finally {
    await rm(picturesPath, { force: true });
    await rm(soundPath, { force: true });
  }
}

function splitPictures(raw: Buffer): Uint8Array[] {
  const sizeBytes = INSPECTION.widthPx * INSPECTION.heightPx;
  return Array.from({ length: Math.floor(raw.length / sizeBytes) }, (_, index) =>
    raw.subarray(index * sizeBytes, (index + 1) * sizeBytes),
  );
}

function levelsOf(raw: Buffer): Float32Array {
  const samples = Math.round(INSPECTION.sampleRateHz * LEVEL_SECONDS);
  const levels = new Float32Array(Math.floor(raw.length / 2 / samples));
  for (let index = 0; index < levels.length; index += 1) {
    let sum = 0;
    for (let sample = 0; sample < samples; sample += 1) {
      sum += (raw.readInt16LE((index * samples + sample) * 2) / 32_768) ** 2;
    }
    levels[index] = Math.sqrt(sum / samples);
  }
  return levels;
}
