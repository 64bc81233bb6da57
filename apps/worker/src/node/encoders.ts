import { openMedia } from "@spool/media/open-media";
import type { Logger } from "pino";
import { findGpus, type Gpu } from "./gpus.ts";

/** What can be asked of an encoder that needs no hardware: of ffmpeg's two hundred, those that videos are made with. */
const SOFTWARE_ENCODERS = [
  "libx264",
  "libx265",
  "libsvtav1",
  "libaom-av1",
  "librav1e",
  "libvpx",
  "libvpx-vp9",
  "prores_ks",
  "aac",
  "libopus",
  "libmp3lame",
  "flac",
];

export interface Encoding {
  gpus: Gpu[];
  /** Every encoder that works here, those of the GPUs included. */
  encoders: string[];
  /** As ffmpeg says it; null where there is none that works. */
  ffmpeg_version: string | null;
}

let asked: Promise<Encoding> | undefined;

/** What this machine can encode with. Asked once: neither hardware nor ffmpeg changes under a process. Never throws. */
export function findEncoding(log: Logger): Promise<Encoding> {
  return (asked ??= askMachine(log));
}

async function askMachine(log: Logger): Promise<Encoding> {
  try {
    const media = await openMedia();
    const gpus = await findGpus(media);
    const software = SOFTWARE_ENCODERS.filter((encoder) => media.encoders.has(encoder));
    const encoders = [...new Set([...software, ...gpus.flatMap((gpu) => gpu.encoders)])];
    log.info({ gpus, encoders, ffmpegVersion: media.version }, "Found out what this machine encodes with");
    return { gpus, encoders, ffmpeg_version: media.version };
  } catch (error) {
    log.warn({ err: error }, "This node tells of no encoders: its ffmpeg does not work");
    return { gpus: [], encoders: [], ffmpeg_version: null };
  }
}
