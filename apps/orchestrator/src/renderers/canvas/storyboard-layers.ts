import type { Storyboard, StoryboardScene } from "@spool/contracts/storyboard";
import { captionLayer } from "./draw-captions.ts";
import { headerLayer } from "./draw-header.ts";
import { progressLayer } from "./draw-progress.ts";
import { MOVES } from "./easing.ts";
import type { Layer } from "./layer.ts";
import { planScene } from "./plan-scene.ts";
import type { ScenePlan, Stage } from "./scene-plan.ts";

/** Everything that a storyboard shows, from behind to front. */
export function layersOf(storyboard: Storyboard, stage: Stage): Layer[] {
  const { scenes, durationSeconds } = storyboard;
  return [
    ...scenes.flatMap((scene): Layer[] => {
      const layers = [headerLayer(storyboard, scene, stage), ...planTimed(scene, stage).layers(scene)];
      if (scene.endSeconds >= durationSeconds - 0.01) return layers;
      const exit = { fromSeconds: scene.endSeconds - MOVES.exit, lengthSeconds: MOVES.exit };
      return layers.map((layer) => ({ ...layer, exit }));
    }),
    captionLayer(storyboard, stage),
    progressLayer(storyboard, stage),
  ];
}

/** A statement with a countdown is something to think about: it is asked, beside the ring. */
function planTimed({ content, timer }: StoryboardScene, stage: Stage): ScenePlan {
  if (timer === null || content.kind !== "statement") return planScene(content, stage);
  return planScene({ kind: "question", question: content.text, options: [], answer: null }, stage);
}
