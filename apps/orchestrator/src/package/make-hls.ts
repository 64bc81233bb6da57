import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { hlsLadderArgs, type Rung } from "@spool/media/args/hls-ladder";
import type { Media } from "@spool/media/open-media";
import { runFfmpeg } from "@spool/media/run-ffmpeg";

const FPS = 30;
const SEGMENT_SECONDS = 4;
/** By the shorter side of the picture. Rates are for pictures of text that seldom move. */
const RUNGS = [
  { shortSidePx: 1080, maxKbps: 4_500, level: 40 },
  { shortSidePx: 720, maxKbps: 2_200, level: 31 },
  { shortSidePx: 480, maxKbps: 1_100, level: 31 },
] as const;

/** What a master playlist says of a rung, in bits a second. */
interface Rates {
  peak: number;
  average: number;
}

/**
 * Makes an HLS ladder of a finished video in `<folder>/hls` and returns its files, `master.m3u8` first.
 *
 * Their names in the playlists are relative, and a signed address covers one file only: a player reads them from where
 * they lie together, with the rights of whoever watches (see docs/architecture.md).
 */
export async function makeHls(
  media: Media,
  video: { path: string; widthPx: number; heightPx: number; durationSeconds: number },
  folder: string,
  signal: AbortSignal,
): Promise<string[]> {
  const hlsFolder = join(folder, "hls");
  await mkdir(hlsFolder, { recursive: true });
  const rungs = rungsFor(video, hlsFolder);
  const options = { signal, outputPath: join(hlsFolder, "master.m3u8") };
  const args = hlsLadderArgs(video, rungs, { fps: FPS, segmentSeconds: SEGMENT_SECONDS });
  await runFfmpeg(media, args, options);
  const entries = await Promise.all(
    rungs.map(async (rung) => masterEntry(rung, ratesOf(await readFile(`${rung.path}.m3u8`, "utf8")))),
  );
  const master = join(hlsFolder, "master.m3u8");
  await writeFile(
    master,
    ["#EXTM3U", "#EXT-X-VERSION:7", "#EXT-X-INDEPENDENT-SEGMENTS", ...entries.flat(), ""].join("\n"),
  );
  return [master, ...rungs.flatMap(({ path }) => [`${path}.m3u8`, `${path}.mp4`])];
}

/** No rung is larger than the video, which is the only one when it is smaller than all of them. */
function rungsFor({ widthPx, heightPx }: { widthPx: number; heightPx: number }, folder: string): Rung[] {
  const shortSidePx = Math.min(widthPx, heightPx);
  const fitting = RUNGS.filter((rung) => rung.shortSidePx <= shortSidePx);
  const smallest = { ...RUNGS[2], shortSidePx };
  return (fitting.length === 0 ? [smallest] : fitting).map(({ shortSidePx: sidePx, maxKbps, level }) => ({
    path: join(folder, `${sidePx}p`),
    widthPx: evenPx((widthPx * sidePx) / shortSidePx),
    heightPx: evenPx((heightPx * sidePx) / shortSidePx),
    maxKbps,
    level,
  }));
}

function masterEntry({ path, widthPx, heightPx, level }: Rung, { peak, average }: Rates): string[] {
  // avc1, High profile without constraints, level; AAC-LC.
  const codecs = `avc1.6400${level.toString(16)},mp4a.40.2`;
  const attributes = [
    `BANDWIDTH=${peak}`,
    `AVERAGE-BANDWIDTH=${average}`,
    `RESOLUTION=${widthPx}x${heightPx}`,
    `FRAME-RATE=${FPS.toFixed(3)}`,
    `CODECS="${codecs}"`,
  ];
  return [`#EXT-X-STREAM-INF:${attributes.join(",")}`, `${basename(path)}.m3u8`];
}

/** Measured from the segments as they are: RFC 8216 wants the peak of any, not what an encoder was asked for. */
export function ratesOf(playlist: string): Rates {
  const segments = [...playlist.matchAll(/#EXTINF:([\d.]+),[^]*?#EXT-X-BYTERANGE:(\d+)/g)].map(
    ([, seconds, bytes]) => ({ seconds: Number(seconds), bits: Number(bytes) * 8 }),
  );
  const totalSeconds = segments.reduce((sum, { seconds }) => sum + seconds, 0);
  const totalBits = segments.reduce((sum, { bits }) => sum + bits, 0);
  return {
    peak: Math.ceil(Math.max(...segments.map(({ seconds, bits }) => bits / seconds))),
    average: Math.ceil(totalBits / totalSeconds),
  };
}

const evenPx = (lengthPx: number) => Math.round(lengthPx / 2) * 2;
