/* eslint-disable @typescript-eslint/no-non-null-assertion -- indices lie inside by construction, and this loop is hot */
/** A part of a picture in whole pixels. Chroma has half the resolution: all four numbers are even. */
export interface PixelRect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const i420Bytes = (widthPx: number, heightPx: number): number => (widthPx * heightPx * 3) / 2;

/**
 * Writes a part of a picture from RGBA into an I420 frame: BT.709, limited range, the mean of four pixels as chroma.
 *
 * Here and not in ffmpeg, because only what changed has to be converted and half as many bytes go through the pipe.
 * Coefficients from ITU-R BT.709-6, in units of 1/65536. Most of what is drawn is plain ground: four equal pixels are
 * worked out once, and not again while they follow each other.
 *
 * @param rgba Rows of the picture from `rect.y` on, over its whole width: a number for each pixel, red in its lowest
 * byte.
 */
export function convertToI420(
  rgba: Int32Array,
  rect: PixelRect,
  frame: Uint8Array,
  widthPx: number,
  heightPx: number,
): void {
  const chromaWidth = widthPx >> 1;
  const lumaPairs = new Uint16Array(frame.buffer, frame.byteOffset, (widthPx * heightPx) >> 1);
  const uStart = widthPx * heightPx;
  const vStart = uStart + (uStart >> 2);
  let plain = 0;
  let plainLuma = lumaOf(plain) * 0x101;
  let [plainU, plainV] = [128, 128];
  for (let row = 0; row < rect.height; row += 2) {
    let upper = row * widthPx + rect.x;
    let lower = upper + widthPx;
    let upperPair = ((rect.y + row) * widthPx + rect.x) >> 1;
    let lowerPair = upperPair + chromaWidth;
    let chroma = ((rect.y + row) >> 1) * chromaWidth + (rect.x >> 1);
    for (
      const end = upper + rect.width;
      upper < end;
      upper += 2, lower += 2, upperPair += 1, lowerPair += 1, chroma += 1
    ) {
      const p0 = rgba[upper]!,
        p1 = rgba[upper + 1]!,
        p2 = rgba[lower]!,
        p3 = rgba[lower + 1]!;
      if (p0 === p1 && p0 === p2 && p0 === p3) {
        if (p0 !== plain) {
          plain = p0;
          plainLuma = lumaOf(p0) * 0x101;
          const r = (p0 & 255) << 2,
            g = ((p0 >> 8) & 255) << 2,
            b = ((p0 >> 16) & 255) << 2;
          plainU = (b * 28784 - r * 6596 - g * 22188 + 33685504) >> 18;
          plainV = (r * 28784 - g * 26145 - b * 2639 + 33685504) >> 18;
        }
        lumaPairs[upperPair] = plainLuma;
        lumaPairs[lowerPair] = plainLuma;
        frame[uStart + chroma] = plainU;
        frame[vStart + chroma] = plainV;
        continue;
      }
      lumaPairs[upperPair] = lumaOf(p0) | (lumaOf(p1) << 8);
      lumaPairs[lowerPair] = lumaOf(p2) | (lumaOf(p3) << 8);
      // Red and blue of a pixel are apart far enough to be added up together.
      const rb = (p0 & 0xff00ff) + (p1 & 0xff00ff) + (p2 & 0xff00ff) + (p3 & 0xff00ff);
      const r = rb & 0xffff,
        b = rb >> 16,
        g = ((p0 >> 8) & 255) + ((p1 >> 8) & 255) + ((p2 >> 8) & 255) + ((p3 >> 8) & 255);
      frame[uStart + chroma] = (b * 28784 - r * 6596 - g * 22188 + 33685504) >> 18;
      frame[vStart + chroma] = (r * 28784 - g * 26145 - b * 2639 + 33685504) >> 18;
    }
  }
}

/** Of one pixel. In range for every colour: 16 to 235. */
const lumaOf = (rgba: number): number =>
  ((rgba & 255) * 11966 + ((rgba >> 8) & 255) * 40254 + ((rgba >> 16) & 255) * 4064 + 1081344) >> 16;
