import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Storyboard } from "@spool/contracts/storyboard";
import { VIDEO_THEMES } from "@spool/contracts/video-themes";
import { type Media, openMedia } from "@spool/media/open-media";
import { runFfmpeg } from "@spool/media/run-ffmpeg";
import { createCanvasRenderer } from "../apps/orchestrator/src/renderers/canvas/canvas-renderer.ts";
import { estimateSeconds } from "../apps/orchestrator/src/script/pacing.ts";
import { readMaterial } from "../apps/orchestrator/src/script/read-material.ts";
import { writeScript } from "../apps/orchestrator/src/script/write-script.ts";
import { buildStoryboard } from "../apps/orchestrator/src/storyboard/build-storyboard.ts";
import { everySceneStoryboard } from "../apps/orchestrator/src/test-support/every-scene.ts";
import { runCommand } from "./platform/terminal.ts";
import { drawSheet } from "../apps/orchestrator/src/test-support/contact-sheet.ts";

const TYPES = ["doubt", "topic_short", "daily_ca"] as const;
const SAMPLES = fileURLToPath(new URL("../samples/", import.meta.url));
const TARGET = fileURLToPath(new URL("../docs/samples/", import.meta.url));
const LENGTH_SECONDS = 60;
const CLIP_SECONDS = 16;
const CLIP_SCALE = 1 / 3;
const LARGEST_SHEET_BYTES = 300_000;
const LARGEST_CLIP_BYTES = 1_000_000;
const never = new AbortController().signal;

/** `npm run samples`: draws `samples/` without speaking it, and writes a contact sheet and a short clip a type to `docs/samples/`. */
await runCommand(async () => {
  const media = await openMedia();
  await mkdir(TARGET, { recursive: true });
  await writeSheet("every-scene", [everySceneStoryboard()], 4);
  await writeSheet("every-scene-tall", [everySceneStoryboard({ aspect: "9:16", theme: "sunrise" })], 7);
  for (const type of TYPES) {
    const storyboards = await storyboardsOf(type);
    await writeSheet(type, storyboards, storyboards[0]?.aspect === "16:9" ? 4 : 7);
    const [first] = storyboards;
    if (first !== undefined) await writeClip(media, type, startOf(first, CLIP_SECONDS));
  }
});

/** The storyboards of all samples of a type, timed as if they were spoken, each in the next theme. */
async function storyboardsOf(type: (typeof TYPES)[number]): Promise<Storyboard[]> {
  const names = (await readdir(join(SAMPLES, type))).filter((name) => name.endsWith(".json")).sort();
  const storyboards = await Promise.all(
    names.map(async (name, index): Promise<Storyboard> => {
      const input: unknown = JSON.parse(await readFile(join(SAMPLES, type, name), "utf8"));
      const order = { jobType: type, style: "concise", lengthSeconds: LENGTH_SECONDS } as const;
      // Checked by the reader against the schema of the type.
      const material = readMaterial(type, input as Record<string, unknown>);
      const script = writeScript(material, order, estimateSeconds);
      const narration = {
        script,
        lengthSeconds: LENGTH_SECONDS,
        secondsOf: estimateSeconds,
        speechOf: () => null,
      };
      return { ...buildStoryboard(narration), theme: VIDEO_THEMES[index % VIDEO_THEMES.length] ?? "night" };
    }),
  );
  // Those of the type's own shape first: the others would leave holes between them.
  const [usual] = storyboards
    .map(({ aspect }) => aspect)
    .sort((a, b) => countOf(storyboards, b) - countOf(storyboards, a));
  return storyboards.sort((a, b) => Number(a.aspect !== usual) - Number(b.aspect !== usual));
}

function countOf(storyboards: readonly Storyboard[], aspect: Storyboard["aspect"]): number {
  return storyboards.filter((storyboard) => storyboard.aspect === aspect).length;
}

async function writeSheet(name: string, storyboards: readonly Storyboard[], columns: number): Promise<void> {
  const path = join(TARGET, `${name}.png`);
  let widthPx = 1_600;
  let sheet = await drawSheet(storyboards, columns, widthPx);
  while (sheet.length > LARGEST_SHEET_BYTES) {
    widthPx *= 0.85;
    sheet = await drawSheet(storyboards, columns, widthPx);
  }
  await writeFile(path, sheet);
  process.stdout.write(`${path} ${Math.round(sheet.length / 1000)} kB\n`);
}

async function writeClip(media: Media, type: string, storyboard: Storyboard): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "spool-samples-"));
  try {
    const path = join(TARGET, `${type}.mp4`);
    const render = createCanvasRenderer({ media, scale: CLIP_SCALE });
    const picture = await render(storyboard, folder, never, () => undefined);
    await runFfmpeg(media, ["-i", picture.path, "-c", "copy", "-movflags", "+faststart", path], {
      signal: never,
    });
    const { size } = await stat(path);
    if (size > LARGEST_CLIP_BYTES) throw new Error(`${path} is ${size} bytes, more than a clip should be.`);
    process.stdout.write(`${path} ${Math.round(size / 1000)} kB\n`);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The scenes that begin in the first seconds, the last of them cut off. */
function startOf(storyboard: Storyboard, seconds: number): Storyboard {
  const durationSeconds = Math.min(seconds, storyboard.durationSeconds);
  const scenes = storyboard.scenes
    .filter(({ startSeconds }) => startSeconds < durationSeconds - 1)
    .map((scene) => ({ ...scene, endSeconds: Math.min(scene.endSeconds, durationSeconds) }));
  return { ...storyboard, durationSeconds, scenes };
}
