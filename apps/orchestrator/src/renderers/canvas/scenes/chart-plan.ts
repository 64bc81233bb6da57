import type { Layer } from "../layer.ts";
import type { ContentOf, SceneTimes } from "../scene-plan.ts";

export type ChartContent = ContentOf<"chart">;

/** What a kind of chart draws into its box, series by series. */
export interface ChartPlan {
  fits: boolean;
  layers(times: SceneTimes): Layer[];
}
