import type { SKRSContext2D } from "@napi-rs/canvas";
import type { StoryboardScene } from "../../storyboard/storyboard.ts";
import { bulletsDrawer } from "./draw-bullets.ts";
import { statementDrawer } from "./draw-statement.ts";
import { timerDrawer } from "./draw-timer.ts";
import { titleDrawer } from "./draw-title.ts";
import type { Layout } from "./layout.ts";

/** Draws the body of one scene as it is at a time. Text is fitted once, when the drawer is made. */
export type SceneDrawer = (context: SKRSContext2D, nowSeconds: number) => void;

const DRAWERS: Record<
  StoryboardScene["kind"],
  (layout: Layout, scene: StoryboardScene, title: string) => SceneDrawer
> = {
  title: titleDrawer,
  statement: statementDrawer,
  bullets: bulletsDrawer,
  recap: bulletsDrawer,
  timer: timerDrawer,
};

/** @param title What the video is about, for scenes that ask something about it. */
export const sceneDrawer = (layout: Layout, scene: StoryboardScene, title: string): SceneDrawer =>
  DRAWERS[scene.kind](layout, scene, title);
