import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createCanvas } from "@napi-rs/canvas";
import type { Storyboard } from "@spool/contracts/storyboard";
import { layoutOf } from "../../renderers/canvas/layout.ts";
import { planScene } from "../../renderers/canvas/plan-scene.ts";
import { stageOf } from "../../renderers/canvas/scene-plan.ts";
import { THEMES } from "../../renderers/canvas/theme.ts";
import { estimateSeconds } from "../../script/pacing.ts";
import { readMaterial } from "../../script/read-material.ts";
import { writeScript } from "../../script/write-script.ts";
import { buildStoryboard } from "../../storyboard/build-storyboard.ts";
import { everySceneStoryboard } from "../every-scene.ts";

const ASPECTS = ["16:9", "9:16", "1:1"] as const;
const PICTURE = createCanvas(1_200, 900);
const SAMPLES = new URL("../../../../../samples/", import.meta.url);

/** Where `write-goldens.ts` puts what these functions give, for tests to compare with. */
export const goldenFile = (name: "boxes" | "storyboards"): string =>
  fileURLToPath(new URL(`${name}.json`, import.meta.url));

/** x, y, width and height of everything in a scene of every kind, in every shape and both directions, in whole pixels. */
export function boxesOfEveryScene(): Record<string, readonly number[]> {
  const boxes: Record<string, readonly number[]> = {};
  for (const aspect of ASPECTS) {
    for (const direction of ["ltr", "rtl"] as const) {
      const storyboard = everySceneStoryboard({
        aspect,
        direction,
        language: direction === "ltr" ? "en" : "ar",
      });
      const stage = stageOf(storyboard, layoutOf(storyboard), THEMES.night, () => PICTURE);
      for (const [index, { content }] of storyboard.scenes.entries()) {
        const shown = content.kind === "image" ? { ...content, file: "picture.png" } : content;
        for (const [name, { x, y, width, height }] of Object.entries(planScene(shown, stage).boxes)) {
          const key = `${aspect} ${direction} ${index} ${content.kind}: ${name}`;
          boxes[key] = [x, y, width, height].map(Math.round);
        }
      }
    }
  }
  return boxes;
}

/** The scenes of every sample with their times in seconds, as if every sentence took as long as it is estimated to. */
export async function storyboardsOfSamples(): Promise<Record<string, readonly string[]>> {
  const storyboards: Record<string, readonly string[]> = {};
  for (const jobType of ["daily_ca", "doubt", "topic_short"] as const) {
    const folder = new URL(`${jobType}/`, SAMPLES);
    for (const file of (await readdir(folder)).filter((name) => name.endsWith(".json")).sort()) {
      // Checked by the reader against the schema of the type.
      const input = JSON.parse(await readFile(new URL(file, folder), "utf8")) as Record<string, unknown>;
      storyboards[`${jobType}/${file}`] = scenesOf(storyboardOf(jobType, input));
    }
  }
  return storyboards;
}

function storyboardOf(jobType: Storyboard["jobType"], input: Record<string, unknown>): Storyboard {
  const lengthSeconds = typeof input["length"] === "number" ? input["length"] : 60;
  const style = input["style"] === "detailed" ? "detailed" : "concise";
  const material = readMaterial(jobType, input);
  const script = writeScript(material, { jobType, style, lengthSeconds }, estimateSeconds);
  return buildStoryboard({ script, lengthSeconds, secondsOf: estimateSeconds, speechOf: () => null });
}

const scenesOf = ({ scenes }: Storyboard): string[] =>
  scenes.map(({ content, startSeconds, endSeconds, parts, timer }) => {
    const time = `${startSeconds.toFixed(1)} to ${endSeconds.toFixed(1)}`;
    const thinking = timer === null ? "" : `, timer ${(timer.endSeconds - timer.startSeconds).toFixed(0)}`;
    return `${time}: ${content.kind} of ${parts.length}${thinking}`;
  });
