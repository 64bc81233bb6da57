import type { Storyboard } from "../../storyboard/storyboard.ts";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where things are, in the units of a full-size picture (1920 × 1080 or 1080 × 1920). Nothing is drawn outside its box. */
export interface Layout {
  widthPx: number;
  heightPx: number;
  header: Box;
  body: Box;
  captions: Box;
  progress: Box;
  /** The countdown ring's centre and radius, and the box beside or above it for what is asked. */
  ring: { x: number; y: number; radius: number };
  timerText: Box;
  timerSubject: Box;
  /** Largest type of each kind, in pixels. */
  type: { title: number; statement: number; bullet: number; caption: number; kicker: number };
}

const WIDE: Layout = {
  widthPx: 1920,
  heightPx: 1080,
  header: { x: 150, y: 84, width: 1620, height: 60 },
  body: { x: 150, y: 190, width: 1620, height: 620 },
  captions: { x: 210, y: 856, width: 1500, height: 132 },
  progress: { x: 150, y: 1030, width: 1620, height: 6 },
  ring: { x: 1470, y: 500, radius: 210 },
  timerText: { x: 150, y: 230, width: 960, height: 330 },
  timerSubject: { x: 150, y: 600, width: 960, height: 190 },
  type: { title: 124, statement: 66, bullet: 54, caption: 42, kicker: 30 },
};

/** The lower sixth stays empty: that is where the players of short videos put their buttons. */
const TALL: Layout = {
  widthPx: 1080,
  heightPx: 1920,
  header: { x: 96, y: 170, width: 888, height: 64 },
  body: { x: 96, y: 300, width: 888, height: 980 },
  captions: { x: 96, y: 1340, width: 888, height: 150 },
  progress: { x: 96, y: 1560, width: 888, height: 8 },
  ring: { x: 540, y: 890, radius: 210 },
  timerText: { x: 96, y: 300, width: 888, height: 330 },
  timerSubject: { x: 96, y: 1160, width: 888, height: 120 },
  type: { title: 112, statement: 68, bullet: 56, caption: 46, kicker: 34 },
};

const SQUARE: Layout = {
  widthPx: 1080,
  heightPx: 1080,
  header: { x: 80, y: 70, width: 920, height: 60 },
  body: { x: 80, y: 160, width: 920, height: 660 },
  captions: { x: 80, y: 860, width: 920, height: 130 },
  progress: { x: 80, y: 1030, width: 920, height: 6 },
  ring: { x: 540, y: 560, radius: 150 },
  timerText: { x: 80, y: 160, width: 920, height: 220 },
  timerSubject: { x: 80, y: 740, width: 920, height: 80 },
  type: { title: 96, statement: 58, bullet: 48, caption: 40, kicker: 30 },
};

const LAYOUTS: Record<Storyboard["aspect"], Layout> = { "16:9": WIDE, "9:16": TALL, "1:1": SQUARE };

export const layoutOf = ({ aspect }: Pick<Storyboard, "aspect">): Layout => LAYOUTS[aspect];
