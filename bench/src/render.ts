import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { muxNarrationArgs } from "@spool/media/args/mux-narration";
import { type Media, openMedia } from "@spool/media/open-media";
import { runFfmpeg } from "@spool/media/run-ffmpeg";
import type { Storyboard } from "@spool/contracts/storyboard";
import { loudnessFilter } from "../../apps/orchestrator/src/package/bring-to-loudness.ts";
import { inspectVideo } from "../../apps/orchestrator/src/quality/inspect-video.ts";
import { judgeVideo, requireQuality } from "../../apps/orchestrator/src/quality/judge-video.ts";
import { createCanvasRenderer } from "../../apps/orchestrator/src/renderers/canvas/canvas-renderer.ts";
import type { Picture } from "../../apps/orchestrator/src/renderers/renderer.ts";
import { everySceneStoryboard } from "../../apps/orchestrator/src/test-support/every-scene.ts";
import { repeatStoryboard } from "../../apps/orchestrator/src/test-support/repeat-storyboard.ts";
import { say } from "../../scripts/platform/terminal.ts";
import { compareEncodings } from "./render/compare-encodings.ts";
import { besideRevideo } from "./render/revideo-peer.ts";
import { watchTreeMemory } from "./render/tree-memory.ts";
import { type Figure, figure } from "./report.ts";

const never = new AbortController().signal;
const RUNS = 3;

/**
 * A minute at 1080p30 with a scene of every kind, from storyboard to packaged file, the middle one of three runs; then
 * three minutes of the same.
 * Both have to pass quality control, whose time is told beside theirs.
 *
 * Its peer is ffmpeg alone, which encodes the very frames (at veryfast, CRF 21, with all cores) and draws nothing.
 */
export async function render(): Promise<Figure[]> {
  const media = await openMedia();
  const folder = await mkdtemp(join(tmpdir(), "spool-bench-render-"));
  try {
    const minute = lastingSeconds(everySceneStoryboard(), 60);
    const short = await timeMedianRender(media, minute, folder);
    const peerSeconds = await encodeAlone(media, short.picture, folder);
    const long = await timeRender(media, repeatStoryboard(minute, 3), folder);
    const { ssim, veryfastSsim } = await compareEncodings(media, minute, folder);
    const revideo = await besideRevideo(media, minute, short.pictureSeconds, folder);
    return [
      figure("render_60s_1080p_s", short.seconds, "s", {
        name: "ffmpeg encodes the same frames",
        value: peerSeconds,
      }),
      revideo,
      figure("quality_control_besides_s", short.qualitySeconds, "s"),
      figure("frames_drawn", short.picture.framesDrawn, "frames"),
      figure("frames_encoded", short.picture.framesEncoded, "frames"),
      figure("frames_per_second", short.picture.framesEncoded / short.pictureSeconds, "frames/s"),
      figure("file_60s_mb", short.bytes / 1024 ** 2, "MB"),
      figure("peak_memory_mb", Math.max(short.peakMb, long.peakMb), "MB"),
      figure("render_180s_1080p_s", long.seconds, "s"),
      figure("scale_180s_over_60s", long.seconds / short.seconds, "×"),
      figure("ssim_x10000", ssim * 10_000, "1/10000", {
        name: "x264 veryfast crf 21",
        value: veryfastSsim * 10_000,
      }),
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
}

interface TimedRender {
  /** From the storyboard to the packaged file: drawn, encoded, its sound measured and put under it. */
  seconds: number;
  /** The part of it in which frames were drawn and encoded. */
  pictureSeconds: number;
  /** Not in `seconds`: the finished file decoded and looked through, as every video is before it is delivered. */
  qualitySeconds: number;
  /** Of this process and all that it started. */
  peakMb: number;
  picture: Picture;
  bytes: number;
}

/** The run of middle length: a machine of two cores is never quite idle. */
async function timeMedianRender(media: Media, storyboard: Storyboard, folder: string): Promise<TimedRender> {
  const runs: TimedRender[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await timeRender(media, storyboard, folder));
  say(`60 s took ${runs.map(({ seconds }) => seconds.toFixed(1)).join(", ")} s`);
  const median = runs.toSorted((one, other) => one.seconds - other.seconds)[Math.floor(RUNS / 2)];
  if (median === undefined) throw new Error("Nothing was rendered");
  return median;
}

/** Draws, encodes and packages, with a silent narration of the right length; its files stay in `folder`. */
async function timeRender(media: Media, storyboard: Storyboard, folder: string): Promise<TimedRender> {
  const { durationSeconds } = storyboard;
  const [silence, tags, video] = ["silence.wav", "tags.txt", "video.mp4"].map((name) => join(folder, name));
  if (silence === undefined || tags === undefined || video === undefined)
    throw new Error("Three names are three paths");
  await runFfmpeg(
    media,
    ["-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", String(durationSeconds), silence],
    { signal: never },
  );
  await runFfmpeg(media, ["-i", silence, "-f", "ffmetadata", tags], { signal: never });
  await rm(join(folder, "segments"), { recursive: true, force: true });
  const memory = watchTreeMemory();
  const startedAt = performance.now();
  const picture = await createCanvasRenderer({ media })(storyboard, folder, never, () => undefined);
  const pictureSeconds = (performance.now() - startedAt) / 1000;
  const inputs = { video: picture.path, audio: silence, metadata: tags };
  const audioFilter = await loudnessFilter(media, silence, never);
  await runFfmpeg(media, muxNarrationArgs(inputs, video, { audioFilter, durationSeconds }), {
    signal: never,
  });
  const seconds = (performance.now() - startedAt) / 1000;
  const { widthPx, heightPx } = picture;
  const inspection = await inspectVideo(media, video, folder, never);
  const wanted = { storyboard, lengthSeconds: durationSeconds, hasMusic: false, widthPx, heightPx };
  requireQuality(judgeVideo(inspection, wanted));
  const qualitySeconds = (performance.now() - startedAt) / 1000 - seconds;
  const peakMb = memory.stop();
  return { seconds, pictureSeconds, qualitySeconds, peakMb, picture, bytes: (await stat(video)).size };
}

async function encodeAlone(media: Media, picture: Picture, folder: string): Promise<number> {
  const raw = join(folder, "raw.mkv");
  // Decoding is not the encoder's work, so it is done before.
  await runFfmpeg(media, ["-i", picture.path, "-c:v", "rawvideo", "-pix_fmt", "yuv420p", raw], {
    signal: never,
  });
  const startedAt = performance.now();
  const args = ["-i", raw, "-c:v", "libx264", "-preset", "veryfast", "-crf", "21", join(folder, "alone.mkv")];
  await runFfmpeg(media, args, { signal: never });
  const seconds = (performance.now() - startedAt) / 1000;
  await rm(raw);
  return seconds;
}

/** The same storyboard with all its times stretched or pressed to a length. */
function lastingSeconds(storyboard: Storyboard, seconds: number): Storyboard {
  const ratio = seconds / storyboard.durationSeconds;
  const scale = (value: unknown, name: string): unknown => {
    if (typeof value === "number") return name.endsWith("Seconds") ? value * ratio : value;
    if (Array.isArray(value))
      return value.map((each) => (name === "progressSteps" ? Number(each) * ratio : scale(each, "")));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, scale(each, key)]));
  };
  return scale(storyboard, "") as Storyboard; // only numbers became other numbers
}
