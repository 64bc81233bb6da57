import { type Canvas, createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import type { Layout } from "./layout.ts";
import type { Theme } from "./theme.ts";

/** How strong the lamp's light is, from its middle to where it ends. No edge is seen. */
const LAMP_FALLOFF = [
  [0, 0.24],
  [0.3, 0.14],
  [0.6, 0.05],
  [0.82, 0.015],
  [1, 0],
] as const;

/**
 * The room that every scene stands in: drawn once a video and copied into every frame.
 *
 * @param picture Its size in pixels, which may be one more than the scale says.
 */
export function makeBackdrop(
  layout: Layout,
  theme: Theme,
  scale: number,
  picture: { widthPx: number; heightPx: number },
): Canvas {
  const { widthPx, heightPx } = layout;
  const canvas = createCanvas(picture.widthPx, picture.heightPx);
  const [wholeWidth, wholeHeight] = [picture.widthPx / scale, picture.heightPx / scale];
  const context = canvas.getContext("2d");
  context.scale(scale, scale);

  const wall = context.createLinearGradient(0, 0, 0, heightPx);
  wall.addColorStop(0, theme.backgroundTop);
  wall.addColorStop(1, theme.backgroundBottom);
  context.fillStyle = wall;
  context.fillRect(0, 0, wholeWidth, wholeHeight);

  // Small and steep: over a wide area the few dark shades that a video has would show as rings.
  const [lampX, lampY, reach] = [widthPx * 0.93, -60, Math.min(widthPx, heightPx) * 0.75];
  const lamp = context.createRadialGradient(lampX, lampY, 0, lampX, lampY, reach);
  for (const [at, strength] of LAMP_FALLOFF)
    lamp.addColorStop(at, `rgba(${theme.glow}, ${strength * theme.glowStrength})`);
  context.fillStyle = lamp;
  context.fillRect(0, 0, wholeWidth, wholeHeight);

  drawPerforations(context, layout, theme);
  return canvas;
}

/** The edges of a film strip. */
function drawPerforations(context: SKRSContext2D, { widthPx, heightPx }: Layout, theme: Theme): void {
  const [holeWidth, holeHeight, pitch] = [26, 36, 72];
  const inset = widthPx > heightPx ? 34 : 22;
  const count = Math.floor(heightPx / pitch);
  const top = (heightPx - count * pitch + pitch - holeHeight) / 2;
  context.fillStyle = theme.perforation;
  for (let index = 0; index < count; index += 1) {
    for (const x of [inset, widthPx - inset - holeWidth]) {
      context.beginPath();
      context.roundRect(x, top + index * pitch, holeWidth, holeHeight, 7);
      context.fill();
    }
  }
}
