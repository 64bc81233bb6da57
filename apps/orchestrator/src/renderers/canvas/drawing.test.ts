import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { shortStoryboard } from "../../test-support/short-storyboard.ts";
import { openDrawing } from "./drawing.ts";
import { layerPainter } from "./paint-layers.ts";

test.each([0.05, 0.1347, 0.2052, 1 / 3, 0.4999])(
  "at a scale of %d the ground covers the picture to its last pixel, and a moment of it can be painted",
  async (scale) => {
    const { backdrop, layers, widthPx, heightPx } = await openDrawing(shortStoryboard(), tmpdir(), scale);

    const lastPixel = backdrop.getContext("2d").getImageData(widthPx - 1, heightPx - 1, 1, 1).data;
    const painter = layerPainter(layers, backdrop, { widthPx, heightPx }, scale);
    painter.paint(1);

    expect([backdrop.width, backdrop.height]).toEqual([widthPx, heightPx]);
    expect(lastPixel[3]).toBe(255);
    expect(painter.frame).toHaveLength((widthPx * heightPx * 3) / 2);
  },
);
