import { GlobalFonts, type SKRSContext2D } from "@napi-rs/canvas";
import { type FontFace, MONO_FACES, SANS_FACES } from "./font-faces.ts";

const WEIGHTS = [400, 600, 700] as const;
type FontWeight = (typeof WEIGHTS)[number];
type Typeface = "sans" | "mono";

export interface Font {
  sizePx: number;
  weight: FontWeight;
  typeface?: Typeface;
}

/**
 * Sets a context to the bundled fonts that draw this text: only the files that it needs are registered and named.
 * System fonts are never asked: a video looks the same on every machine. Throws when a bundled file is broken.
 */
export function setFont(
  context: SKRSContext2D,
  text: string,
  { sizePx, weight, typeface = "sans" }: Font,
): void {
  context.font = `${weight} ${sizePx}px ${familiesOf(text, typeface)}`;
  // The Chinese fonts hold all weights in one file, which comes out hair-thin when none is asked for here.
  context.fontVariationSettings = `'wght' ${weight}`;
}

/** Whether the bundled fonts have a picture of this code point. */
export const canDraw = (codePoint: number): boolean => faceOf(codePoint, "sans") !== null;

const ORDER: Record<Typeface, readonly FontFace[]> = {
  sans: SANS_FACES,
  mono: [...MONO_FACES, ...SANS_FACES],
};

const families = { sans: new Map<string, string>(), mono: new Map<string, string>() };
/** Texts come again in every frame; a server that renders for weeks must not remember all of them. */
const MOST_REMEMBERED = 5_000;

function familiesOf(text: string, typeface: Typeface): string {
  const remembered = families[typeface].get(text);
  if (remembered !== undefined) return remembered;
  const needed = facesOf(text, typeface);
  for (const face of needed) register(face);
  const names = needed.map(({ family }) => `"${family}"`);
  if (families[typeface].size >= MOST_REMEMBERED) families[typeface].clear();
  families[typeface].set(text, names.join(", "));
  return names.join(", ");
}

/** The faces that draw this text, in the order in which they are asked for a character; never none. */
export function facesOf(text: string, typeface: Typeface): readonly FontFace[] {
  const needed = new Set<FontFace>();
  for (const character of text) {
    const face = faceOf(character.codePointAt(0) ?? 0, typeface);
    if (face !== null) needed.add(face);
  }
  const [first] = ORDER[typeface];
  if (needed.size === 0 && first !== undefined) needed.add(first);
  return ORDER[typeface].filter((face) => needed.has(face));
}

const faces = { sans: new Map<number, FontFace | null>(), mono: new Map<number, FontFace | null>() };

/** The first face that has a glyph for the code point. */
function faceOf(codePoint: number, typeface: Typeface): FontFace | null {
  const remembered = faces[typeface].get(codePoint);
  if (remembered !== undefined) return remembered;
  const found = ORDER[typeface].find((face) => face.has(codePoint)) ?? null;
  faces[typeface].set(codePoint, found);
  return found;
}

const registered = new Set<FontFace>();

function register(face: FontFace): void {
  if (registered.has(face)) return;
  for (const weight of WEIGHTS) {
    const path = face.pathOf(weight);
    if (path === null) continue;
    if (GlobalFonts.registerFromPath(path, face.family) === null) {
      throw new Error(`The bundled font ${path} cannot be read.`);
    }
  }
  registered.add(face);
}
