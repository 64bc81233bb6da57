import type { SKRSContext2D } from "@napi-rs/canvas";
import type { DrawnScene } from "./drawn-scene.ts";
import { bulletsDrawer } from "./draw-bullets.ts";
import { statementDrawer } from "./draw-statement.ts";
import { timerDrawer } from "./draw-timer.ts";
import { titleDrawer } from "./draw-title.ts";
import type { Layout } from "./layout.ts";

/** Draws the body of one scene as it is at a time. Text is fitted once, when the drawer is made. */
export type SceneDrawer = (context: SKRSContext2D, nowSeconds: number) => void;

const DRAWERS: Record<DrawnScene["kind"], (layout: Layout, scene: DrawnScene, title: string) => SceneDrawer> =
  {
    title: titleDrawer,
    statement: statementDrawer,
    bullets: bulletsDrawer,
    timer: timerDrawer,
  };

/** @param title What the video is about, for scenes that ask something about it. */
export const sceneDrawer = (layout: Layout, scene: DrawnScene, title: string): SceneDrawer =>
  DRAWERS[scene.kind](layout, scene, title);
