import { createCanvasRenderer } from "./canvas/canvas-renderer.ts";

/** Every renderer there is, by the name that a payload or a setting may give. */
export const RENDERERS = {
  canvas: createCanvasRenderer,
} as const;
