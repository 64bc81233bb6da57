import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { hlsPlaylistsArgs, hlsRungsArgs, type Rung } from "@spool/media/args/hls-ladder";
import type { Media } from "@spool/media/open-media";
import { runFfmpeg } from "@spool/media/run-ffmpeg";

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
  await runFfmpeg(media, hlsRungsArgs(video.path, rungs, SEGMENT_SECONDS), options);
  await runFfmpeg(media, hlsPlaylistsArgs(rungs, SEGMENT_SECONDS), options);
  const entries = await Promise.all(
    rungs.map(async (rung) => {
      await rm(`${rung.path}.mkv`);
      const playlist = lasting(await readFile(`${rung.path}.m3u8`, "utf8"), video.durationSeconds);
      await writeFile(`${rung.path}.m3u8`, playlist);
      return masterEntry(rung, ratesOf(playlist));
    }),
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
    "FRAME-RATE=30.000",
    `CODECS="${codecs}"`,
  ];
  return [`#EXT-X-STREAM-INF:${attributes.join(",")}`, `${basename(path)}.m3u8`];
}

/** Gives the last segment the time that is left: ffmpeg ends it with its last frame, however long that one stands. */
function lasting(playlist: string, durationSeconds: number): string {
  const lengths = [...playlist.matchAll(/#EXTINF:([\d.]+),/g)].map(([, seconds]) => Number(seconds));
  const before = lengths.slice(0, -1).reduce((sum, seconds) => sum + seconds, 0);
  const lastSeconds = Math.max(lengths.at(-1) ?? 0, durationSeconds - before);
  const longestSeconds = Math.ceil(Math.max(lastSeconds, ...lengths));
  const at = playlist.lastIndexOf("#EXTINF:");
  const last = playlist.slice(at).replace(/#EXTINF:[\d.]+,/, `#EXTINF:${lastSeconds.toFixed(6)},`);
  return (playlist.slice(0, at) + last).replace(/(#EXT-X-TARGETDURATION:)\d+/, `$1${longestSeconds}`);
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
