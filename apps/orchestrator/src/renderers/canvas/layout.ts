import type { Storyboard } from "@spool/contracts/storyboard";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where things are, in the units of a full-size picture. Nothing is drawn outside its box. */
export interface Layout {
  widthPx: number;
  heightPx: number;
  isWide: boolean;
  header: Box;
  body: Box;
  captions: Box;
  progress: Box;
  /** Largest type of each kind, in pixels, and the smallest that a viewer is asked to read. */
  type: {
    title: number;
    statement: number;
    item: number;
    heading: number;
    note: number;
    caption: number;
    kicker: number;
    smallest: number;
  };
}

const WIDE: Layout = {
  widthPx: 1920,
  heightPx: 1080,
  isWide: true,
  header: { x: 150, y: 78, width: 1620, height: 60 },
  body: { x: 150, y: 176, width: 1620, height: 640 },
  captions: { x: 210, y: 856, width: 1500, height: 132 },
  progress: { x: 150, y: 1030, width: 1620, height: 6 },
  type: { title: 124, statement: 84, item: 52, heading: 52, note: 36, caption: 42, kicker: 30, smallest: 30 },
};

/** The lower sixth stays empty: that is where the players of short videos put their buttons. */
const TALL: Layout = {
  widthPx: 1080,
  heightPx: 1920,
  isWide: false,
  header: { x: 96, y: 170, width: 888, height: 64 },
  body: { x: 96, y: 290, width: 888, height: 1010 },
  captions: { x: 96, y: 1350, width: 888, height: 150 },
  progress: { x: 96, y: 1560, width: 888, height: 8 },
  type: { title: 112, statement: 84, item: 52, heading: 56, note: 38, caption: 46, kicker: 34, smallest: 32 },
};

const SQUARE: Layout = {
  widthPx: 1080,
  heightPx: 1080,
  isWide: false,
  header: { x: 80, y: 62, width: 920, height: 60 },
  body: { x: 80, y: 150, width: 920, height: 680 },
  captions: { x: 80, y: 866, width: 920, height: 124 },
  progress: { x: 80, y: 1030, width: 920, height: 6 },
  type: { title: 96, statement: 64, item: 44, heading: 46, note: 32, caption: 40, kicker: 30, smallest: 28 },
};

const LAYOUTS: Record<Storyboard["aspect"], Layout> = { "16:9": WIDE, "9:16": TALL, "1:1": SQUARE };

export const layoutOf = ({ aspect }: Pick<Storyboard, "aspect">): Layout => LAYOUTS[aspect];

/** A box with room around it, or less of it where `marginPx` is negative. */
export function grow({ x, y, width, height }: Box, marginPx: number): Box {
  return { x: x - marginPx, y: y - marginPx, width: width + 2 * marginPx, height: height + 2 * marginPx };
}

/** The same box in a picture that is read from right to left. */
export const mirrored = (box: Box, { widthPx }: Layout): Box => ({ ...box, x: widthPx - box.x - box.width });
