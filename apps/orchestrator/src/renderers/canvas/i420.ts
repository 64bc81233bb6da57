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
 * Coefficients from ITU-R BT.709-6, in units of 1/65536.
 *
 * @param rgba The pixels of `rect` alone, without padding.
 */
export function convertToI420(
  rgba: Uint8Array | Uint8ClampedArray,
  rect: PixelRect,
  frame: Uint8Array,
  widthPx: number,
  heightPx: number,
): void {
  const chromaWidth = widthPx >> 1;
  const uStart = widthPx * heightPx;
  const vStart = uStart + (uStart >> 2);
  const rowBytes = rect.width * 4;
  for (let row = 0; row < rect.height; row += 2) {
    let upper = row * rowBytes;
    let lower = upper + rowBytes;
    let luma = (rect.y + row) * widthPx + rect.x;
    let chroma = ((rect.y + row) >> 1) * chromaWidth + (rect.x >> 1);
    for (let column = 0; column < rect.width; column += 2) {
      const r0 = rgba[upper]!,
        g0 = rgba[upper + 1]!,
        b0 = rgba[upper + 2]!;
      const r1 = rgba[upper + 4]!,
        g1 = rgba[upper + 5]!,
        b1 = rgba[upper + 6]!;
      const r2 = rgba[lower]!,
        g2 = rgba[lower + 1]!,
        b2 = rgba[lower + 2]!;
      const r3 = rgba[lower + 4]!,
        g3 = rgba[lower + 5]!,
        b3 = rgba[lower + 6]!;
      frame[luma] = (r0 * 11966 + g0 * 40254 + b0 * 4064 + 1081344) >> 16;
      frame[luma + 1] = (r1 * 11966 + g1 * 40254 + b1 * 4064 + 1081344) >> 16;
      frame[luma + widthPx] = (r2 * 11966 + g2 * 40254 + b2 * 4064 + 1081344) >> 16;
      frame[luma + widthPx + 1] = (r3 * 11966 + g3 * 40254 + b3 * 4064 + 1081344) >> 16;
      const r = r0 + r1 + r2 + r3,
        g = g0 + g1 + g2 + g3,
        b = b0 + b1 + b2 + b3;
      frame[uStart + chroma] = (b * 28784 - r * 6596 - g * 22188 + 33685504) >> 18;
      frame[vStart + chroma] = (r * 28784 - g * 26145 - b * 2639 + 33685504) >> 18;
      upper += 8;
      lower += 8;
      luma += 2;
      chroma += 1;
    }
  }
}
