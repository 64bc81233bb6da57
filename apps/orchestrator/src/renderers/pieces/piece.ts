interface Point {
  x: number;
  y: number;
}

interface Box extends Point {
  width: number;
  height: number;
}

/** How a piece comes in: at once, out of nothing, from below, to a side, or by growing to one. */
type Entry =
  "there" | "fade" | "rise" | "slideRight" | "slideLeft" | "growRight" | "growLeft" | "growUp" | "growDown";

/** When a piece is in the picture, in seconds from the start of the video. */
export interface PieceTimes {
  fromSeconds: number;
  untilSeconds: number;
  entry: Entry;
  enterSeconds: number;
  /** How long it fades before `untilSeconds`; 0 for what stays over the borders of scenes. */
  exitSeconds: number;
}

interface TextPiece {
  kind: "text";
  /** One line, or a word of one. Plain text, whatever it looks like. */
  text: string;
  /** The edge or the middle that `align` names. */
  x: number;
  middleY: number;
  align: "left" | "centre" | "right";
  sizePx: number;
  weight: number;
  /** In the order in which they are asked for a character. */
  families: string[];
  colour: string;
  /** The colour that it takes on once it was spoken. */
  dims: { atSeconds: number; colour: string } | null;
  isRightToLeft: boolean;
}

interface PanelPiece {
  kind: "panel";
  box: Box;
  radius: number;
  colour: string;
  border: string | null;
}

/** A disc, or a slice of one; degrees go clockwise from three o'clock. */
interface DiscPiece extends Point {
  kind: "disc";
  radius: number;
  colour: string;
  fromDegrees: number;
  toDegrees: number;
}

interface StrokePiece {
  kind: "stroke";
  points: Point[];
  colour: string;
  lineWidthPx: number;
}

interface PicturePiece {
  kind: "picture";
  /** A name in the folder of the plan. */
  file: string;
  box: Box;
  radius: number;
}

/** A ring that empties, and the whole seconds that are left. */
interface CountdownPiece extends Point {
  kind: "countdown";
  radius: number;
  colour: string;
  numberColour: string;
  families: string[];
  startSeconds: number;
  toSeconds: number;
}

export type PieceShape = TextPiece | PanelPiece | DiscPiece | StrokePiece | PicturePiece | CountdownPiece;

/** One thing in the picture, in pixels from its upper left corner. */
export type Piece = PieceTimes & PieceShape;

/** A storyboard laid out and timed, as plain data for engines of others. Later pieces lie above earlier ones. */
export interface PiecePlan {
  widthPx: number;
  heightPx: number;
  fps: number;
  durationSeconds: number;
  background: { top: string; bottom: string };
  /** Files in the folder of the plan. */
  fonts: { family: string; weight: string; file: string }[];
  pieces: Piece[];
}
