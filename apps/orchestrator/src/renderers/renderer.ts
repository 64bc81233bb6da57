import type { Storyboard } from "@spool/contracts/storyboard";

/** A finished picture without sound. */
export interface Picture {
  path: string;
  widthPx: number;
  heightPx: number;
  /** How many different pictures were drawn, and how many were given to the encoder. */
  framesDrawn: number;
  framesEncoded: number;
}

/**
 * Turns a storyboard into a picture file inside `folder`.
 *
 * Leaves nothing half-written and no child behind when `signal` aborts; throws its reason then.
 *
 * @param onProgress How much is done, 0 to 1.
 * @param onSegment A finished part of the picture, for whoever keeps it: put back to the same place below `folder`, it
 * is not made again when the same storyboard is rendered once more.
 */
export type Renderer = (
  storyboard: Storyboard,
  folder: string,
  signal: AbortSignal,
  onProgress: (ratio: number) => void,
  onSegment?: (path: string) => Promise<void> | void,
) => Promise<Picture>;
