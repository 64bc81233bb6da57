import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMedia } from "@spool/media/open-media";
import { runFfmpeg } from "@spool/media/run-ffmpeg";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Storyboard } from "@spool/contracts/storyboard";
import { inspectVideo } from "./inspect-video.ts";
import { isQualityError, judgeVideo, requireQuality, type Wanted } from "./judge-video.ts";

const media = await openMedia();
const signal = AbortSignal.timeout(120_000);
let folder: string;
beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), "spool-quality-"))));
afterAll(() => rm(folder, { recursive: true }));

/** Six seconds: two scenes, four parts, four sentences. */
const STORYBOARD: Storyboard = {
  version: 2,
  jobType: "doubt",
  title: "A question?",
  language: "en",
  direction: "ltr",
  aspect: "16:9",
  theme: "night",
  durationSeconds: 6,
  scenes: [0, 3].map((startSeconds) => ({
    kicker: "",
    number: null,
    timer: null,
    startSeconds,
    endSeconds: startSeconds + 3,
    content: { kind: "bullets", heading: null, items: ["One.", "Two."] },
    parts: [0.3, 1.6].map((at) => ({
      appearsAtSeconds: startSeconds + at,
      spokenUntilSeconds: startSeconds + at + 1,
    })),
  })),
  captions: [0.4, 1.7, 3.4, 4.7].map((at) => ({ startSeconds: at, endSeconds: at + 0.9, text: "Words." })),
  speech: [0.4, 1.7, 3.4, 4.7].map((at) => ({ startSeconds: at, endSeconds: at + 0.9, text: "Words." })),
  progressSteps: [6],
};
const WANTED: Wanted = {
  storyboard: STORYBOARD,
  lengthSeconds: 6,
  widthPx: 320,
  heightPx: 180,
  hasMusic: false,
};

/** A box for every part, from its time on; the second scene begins with an empty ground. */
const BOXES = STORYBOARD.scenes
  .flatMap(({ parts, endSeconds }) =>
    parts.map(({ appearsAtSeconds }, index) => {
      const enable = `between(t,${appearsAtSeconds},${endSeconds - 0.01})`;
      return `drawbox=x=${20 + index * 150}:y=30:w=120:h=80:color=white:t=fill:enable='${enable}'`;
    }),
  )
  .join(",");
const SPEECH = `(${STORYBOARD.speech.map(({ startSeconds, endSeconds }) => `between(t,${startSeconds},${endSeconds})`).join("+")})`;

interface Doctored {
  picture?: string;
  sound?: string;
  pictureSeconds?: number;
  soundSeconds?: number;
}

/** A file as it is planned, unless something about it is changed. */
async function make(doctored: Doctored = {}): Promise<string> {
  const {
    picture = BOXES,
    sound = `0.19*sin(2*PI*500*t)*${SPEECH}`,
    pictureSeconds = 6,
    soundSeconds = 6,
  } = doctored;
  const path = join(folder, `${crypto.randomUUID()}.mp4`);
  const args = [
    ...[
      "-loglevel",
      "error",
      "-f",
      "lavfi",
      "-i",
      `color=c=0x202428:s=320x180:r=30:d=${pictureSeconds},${picture}`,
    ],
    ...["-f", "lavfi", "-i", `aevalsrc='${sound}|${sound}':s=48000:d=${soundSeconds}`],
    ...["-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k", path],
  ];
  await runFfmpeg(media, args, { signal });
  return path;
}

const judge = async (path: string, wanted = WANTED) =>
  judgeVideo(await inspectVideo(media, path, folder, signal), wanted);
const failedIn = ({ checks }: Awaited<ReturnType<typeof judge>>) =>
  checks.filter(({ is_passed }) => !is_passed).map(({ name }) => name);

test("a video that is as planned passes every check, with a figure and a sentence for each", async () => {
  const quality = await judge(await make());

  expect(failedIn(quality)).toEqual([]);
  expect(quality.checks.map(({ name }) => name)).toEqual(
    ["decode", "format", "length", "streams", "empty", "frozen", "loudness", "true_peak", "captions"], // prettier-ignore
  );
  expect(quality.figures).toMatchObject({ still_changes_count: 0, vmaf_score: null });
  expect(quality.figures["caption_offset_p90_ms"]).toBeLessThan(40);
  expect(quality.not_measured["vmaf_score"]).toMatch(/\.$/);
  expect(() => requireQuality(quality)).not.toThrow();
});

test.each<[string, Doctored, string[]]>([
  ["is a fifth too short", { pictureSeconds: 4.8, soundSeconds: 4.8 }, ["length"]],
  ["has sound that ends 100 ms early", { soundSeconds: 5.9 }, ["streams"]],
  [
    "is black for two seconds",
    { picture: `${BOXES},drawbox=color=black:t=fill:w=iw:h=ih:enable='between(t,3.6,5.8)'` },
    ["empty"],
  ],
  [
    "is of one colour for two seconds",
    { picture: `${BOXES},drawbox=color=white:t=fill:w=iw:h=ih:enable='between(t,3.6,5.8)'` },
    ["empty"],
  ],
  [
    "stands still where the second scene begins",
    { picture: BOXES.split(",drawbox").slice(0, 2).join(",drawbox").replaceAll("2.99", "6") },
    ["frozen"],
  ],
  ["is much too quiet", { sound: `0.05*sin(2*PI*500*t)*${SPEECH}` }, ["loudness"]],
  [
    "has a peak that clips",
    { sound: `0.19*sin(2*PI*500*t)*${SPEECH}+1.2*sin(2*PI*900*t)*between(t,2,2.004)` },
    ["true_peak"],
  ],
  [
    "is spoken 300 ms after its captions",
    { sound: `0.19*sin(2*PI*500*(t-0.3))*${SPEECH.replaceAll("(t,", "(t-0.3,")}` },
    ["captions"],
  ],
  [
    "is spoken 300 ms before its captions",
    { sound: `0.19*sin(2*PI*500*(t+0.3))*${SPEECH.replaceAll("(t,", "(t+0.3,")}` },
    ["captions"],
  ],
])("a video that %s fails for that, in a sentence", async (_how, doctored, expected) => {
  // prettier-ignore
  const quality = await judge(await make(doctored));

  expect(failedIn(quality)).toEqual(expect.arrayContaining(expected));
  let thrown: unknown;
  try {
    requireQuality(quality);
  } catch (error) {
    thrown = error;
  }
  expect(isQualityError(thrown)).toBe(true);
  expect(thrown).toMatchObject({
    category: "UNKNOWN",
    message: expect.stringMatching(/^The finished video did not pass quality control\. .+\.$/) as string,
  });
});

test("a file with spoilt bytes in it does not decode", async () => {
  const path = await make();
  const bytes = await readFile(path);
  const from = bytes.indexOf("mdat") + 2_000;
  await writeFile(path, bytes.fill(0x55, from, from + 1_500));

  const quality = await judge(path);

  expect(failedIn(quality)).toContain("decode");
  expect(quality.not_measured["frozen"]).toBe("The file does not decode.");
});

test("a picture of another size than planned is refused", async () => {
  expect(failedIn(await judge(await make(), { ...WANTED, widthPx: 640 }))).toEqual(["format"]);
});

test("silence is not too quiet, and music hides where sentences begin: both are said, not judged", async () => {
  const silent = await judge(await make({ sound: "0*t" }));
  const musical = await judge(await make(), { ...WANTED, hasMusic: true });

  expect(failedIn(silent)).toEqual([]);
  expect(silent.figures["loudness_lufs"]).toBeNull();
  expect(silent.not_measured).toMatchObject({ loudness: "There is nothing to hear." });
  expect(musical.not_measured).toHaveProperty("captions");
});
