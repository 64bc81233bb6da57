import type { SceneContent } from "@spool/contracts/scene-content";
import { drawable } from "./drawable.ts";
import { planScene } from "./plan-scene.ts";
import type { Stage } from "./scene-plan.ts";

/** Whether everything in it can be read, measured as it will be drawn. */
export const isFitting = (content: SceneContent, stage: Stage): boolean =>
  planScene(drawable(content), stage).fits;

/** What has to be split anyway need not be in the smallest type that can be read. */
const LARGER_RATIO = 1.25;

/** The same stage on which only larger type counts as readable. */
export function withLargerType(stage: Stage, ratio = LARGER_RATIO): Stage {
  const { layout } = stage;
  const type = { ...layout.type, smallest: layout.type.smallest * ratio };
  return { ...stage, layout: { ...layout, type } };
}
