import { type Canvas, createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import type { Layout } from "./layout.ts";
import { THEME } from "./theme.ts";

/** The room that every scene stands in: drawn once a video and copied into every frame. */
export function makeBackdrop(layout: Layout, scale: number): Canvas {
  const { widthPx, heightPx } = layout;
  const canvas = createCanvas(Math.round(widthPx * scale), Math.round(heightPx * scale));
  const context = canvas.getContext("2d");
  context.scale(scale, scale);

  const wall = context.createLinearGradient(0, 0, 0, heightPx);
  wall.addColorStop(0, THEME.backgroundTop);
  wall.addColorStop(1, THEME.backgroundBottom);
  context.fillStyle = wall;
  context.fillRect(0, 0, widthPx, heightPx);

  const [lampX, lampY, reach] = [widthPx * 0.86, -heightPx * 0.08, Math.max(widthPx, heightPx) * 0.75];
  const lamp = context.createRadialGradient(lampX, lampY, 0, lampX, lampY, reach);
  lamp.addColorStop(0, THEME.glow);
  lamp.addColorStop(1, "rgba(255, 166, 40, 0)");
  context.fillStyle = lamp;
  context.fillRect(0, 0, widthPx, heightPx);

  addGrain(context, canvas.width, canvas.height);
  drawPerforations(context, layout);
  return canvas;
}

/** So little that nobody sees it, and enough that dark gradients do not break into rings. The same in every video. */
function addGrain(context: SKRSContext2D, widthPx: number, heightPx: number): void {
  const image = context.getImageData(0, 0, widthPx, heightPx);
  const { data } = image;
  let random = 0x2545f491;
  for (let at = 0; at < data.length; at += 4) {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    const grain = (random >>> 24) / 64 - 2; // -2 to 2
    for (let channel = 0; channel < 3; channel += 1) data[at + channel] = (data[at + channel] ?? 0) + grain;
  }
  context.putImageData(image, 0, 0);
}

/** The edges of a film strip. */
function drawPerforations(context: SKRSContext2D, { widthPx, heightPx }: Layout): void {
  const [holeWidth, holeHeight, pitch] = [26, 36, 72];
  const inset = widthPx > heightPx ? 34 : 22;
  const count = Math.floor(heightPx / pitch);
  const top = (heightPx - count * pitch + pitch - holeHeight) / 2;
  context.fillStyle = THEME.perforation;
  for (let index = 0; index < count; index += 1) {
    for (const x of [inset, widthPx - inset - holeWidth]) {
      context.beginPath();
      context.roundRect(x, top + index * pitch, holeWidth, holeHeight, 7);
      context.fill();
    }
  }
}
