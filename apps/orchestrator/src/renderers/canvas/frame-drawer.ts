import type { Canvas, SKRSContext2D } from "@napi-rs/canvas";
import type { Storyboard } from "../../storyboard/storyboard.ts";
import { makeBackdrop } from "./draw-backdrop.ts";
import { captionDrawer } from "./draw-captions.ts";
import { drawnScene } from "./drawn-scene.ts";
import { drawHeader } from "./draw-header.ts";
import { drawProgress } from "./draw-progress.ts";
import type { Box, Layout } from "./layout.ts";
import { movementsOf, type Region, REGIONS, stateAt } from "./movements.ts";
import { type SceneDrawer, sceneDrawer } from "./scene-drawer.ts";

/** How far a drawing may reach beyond its box while it moves. Wiped with it; no other drawing lies there. */
const MARGINS_PX: Record<Region, number> = { header: 20, body: 30, captions: 10, progress: 12 };

/**
 * Draws any moment of a storyboard. What a frame shows depends on nothing but the storyboard and the time; a canvas
 * that was drawn before has only those parts drawn again that look different now.
 */
export function frameDrawer(storyboard: Storyboard, layout: Layout, scale: number) {
  const backdrop = makeBackdrop(layout, scale);
  const movements = movementsOf(storyboard);
  const scenes = storyboard.scenes.map(drawnScene);
  const drawCaption = captionDrawer(layout, storyboard.captions);
  const shownOn = new WeakMap<Canvas, Partial<Record<Region, string>>>();
  let current: { sceneIndex: number; draw: SceneDrawer } | undefined;

  const drawRegion = (context: SKRSContext2D, region: Region, nowSeconds: number): void => {
    const sceneIndex = Math.max(
      0,
      storyboard.scenes.findLastIndex(({ startSeconds }) => startSeconds <= nowSeconds),
    );
    const scene = scenes[sceneIndex];
    if (scene === undefined) return;
    switch (region) {
      case "header":
        drawHeader(context, layout, storyboard, scene, nowSeconds);
        break;
      case "body":
        if (current?.sceneIndex !== sceneIndex) {
          current = { sceneIndex, draw: sceneDrawer(layout, scene, storyboard.title) };
        }
        current.draw(context, nowSeconds);
        break;
      case "captions":
        drawCaption(context, nowSeconds);
        break;
      case "progress":
        drawProgress(context, layout, storyboard, nowSeconds);
        break;
    }
  };

  return (canvas: Canvas, nowSeconds: number): void => {
    const context = canvas.getContext("2d");
    const shown = shownOn.get(canvas);
    const next: Partial<Record<Region, string>> = {};
    if (shown === undefined) {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.drawImage(backdrop, 0, 0);
    }
    for (const region of REGIONS) {
      const state = stateAt(movements[region], nowSeconds);
      next[region] = state;
      if (shown?.[region] === state) continue;
      context.setTransform(1, 0, 0, 1, 0, 0);
      wipe(context, backdrop, grow(layout[region], MARGINS_PX[region]), scale);
      context.scale(scale, scale);
      drawRegion(context, region, nowSeconds);
    }
    shownOn.set(canvas, next);
  };
}

function wipe(context: SKRSContext2D, backdrop: Canvas, { x, y, width, height }: Box, scale: number): void {
  // Whole pixels: a part of one would be blended with what was there.
  const [left, top] = [Math.floor(x * scale), Math.floor(y * scale)];
  const [wide, high] = [Math.ceil((x + width) * scale) - left, Math.ceil((y + height) * scale) - top];
  context.drawImage(backdrop, left, top, wide, high, left, top, wide, high);
}

function grow({ x, y, width, height }: Box, marginPx: number): Box {
  return { x: x - marginPx, y: y - marginPx, width: width + 2 * marginPx, height: height + 2 * marginPx };
}
