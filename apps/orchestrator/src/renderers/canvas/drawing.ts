import { basename, join } from "node:path";
import { type Canvas, type Image, loadImage } from "@napi-rs/canvas";
import type { Storyboard } from "@spool/contracts/storyboard";
import { drawable } from "./drawable.ts";
import { makeBackdrop } from "./draw-backdrop.ts";
import type { Layer } from "./layer.ts";
import { layoutOf } from "./layout.ts";
import { stageOf } from "./scene-plan.ts";
import { layersOf } from "./storyboard-layers.ts";
import { THEMES } from "./theme.ts";

/** All that is needed to draw any moment of a storyboard. */
export interface Drawing {
  layers: readonly Layer[];
  backdrop: Canvas;
  widthPx: number;
  heightPx: number;
  scale: number;
}

/** @param folder Where the storyboard's picture files lie. */
export async function openDrawing(storyboard: Storyboard, folder: string, scale: number): Promise<Drawing> {
  const shown = drawable(storyboard);
  const layout = layoutOf(shown);
  const theme = THEMES[shown.theme];
  const size = pictureSize(shown, scale);
  const backdrop = makeBackdrop(layout, theme, scale, size);
  const images = await readImages(shown, folder);
  const stage = stageOf(shown, layout, theme, (file) => images.get(file) ?? null);
  return { layers: layersOf(shown, stage), backdrop, scale, ...size };
}

/** In pixels, even on both sides as 4:2:0 video has to be. */
export function pictureSize(storyboard: Pick<Storyboard, "aspect">, scale: number) {
  const { widthPx, heightPx } = layoutOf(storyboard);
  const even = (lengthPx: number) => Math.round((lengthPx * scale) / 2) * 2;
  return { widthPx: even(widthPx), heightPx: even(heightPx) };
}

/** The pictures that can be read. Of the others the words remain. */
async function readImages({ scenes }: Storyboard, folder: string): Promise<Map<string, Image>> {
  const files = scenes.flatMap(({ content }) =>
    content.kind === "image" && content.file !== null ? [content.file] : [],
  );
  const images = new Map<string, Image>();
  for (const file of files) {
    // A name, never a way out of the folder.
    const image = await loadImage(join(folder, basename(file))).catch(() => null);
    if (image !== null) images.set(file, image);
  }
  return images;
}
