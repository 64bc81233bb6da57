import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { GlobalFonts } from "@napi-rs/canvas";
import { z } from "zod";

const require = createRequire(import.meta.url);

/** The scripts that can be drawn, the commonest first. Each is a font file of its own. */
const SUBSETS = [
  "latin",
  "latin-ext",
  "devanagari",
  "greek",
  "greek-ext",
  "cyrillic",
  "cyrillic-ext",
  "vietnamese",
] as const;
const WEIGHTS = [400, 600, 700] as const;
export type FontWeight = (typeof WEIGHTS)[number];

const familyOf = (subset: (typeof SUBSETS)[number]) => `Spool Sans ${subset}`;
const FAMILIES = SUBSETS.map((subset) => `"${familyOf(subset)}"`).join(", ");

/** A canvas font in the bundled typeface. System fonts are never asked: a video looks the same on every machine. */
export const canvasFont = (sizePx: number, weight: FontWeight) => `${weight} ${sizePx}px ${FAMILIES}`;

let isRegistered = false;

/** Makes the bundled fonts known to the canvas. Throws when one of them is missing or broken. May be called again. */
export function registerFonts(): void {
  if (isRegistered) return;
  for (const subset of SUBSETS) {
    for (const weight of WEIGHTS) {
      const path = require.resolve(`@fontsource/noto-sans/files/noto-sans-${subset}-${weight}-normal.woff`);
      if (GlobalFonts.registerFromPath(path, familyOf(subset)) === null) {
        throw new Error(`The bundled font ${path} cannot be read.`);
      }
    }
  }
  isRegistered = true;
}

/** Inclusive ranges of code points, as the font package states them for each of its files. */
const RANGES = SUBSETS.flatMap((subset) => (declaredRanges()[subset] ?? "").split(",").map(parseRange));

/** Whether the bundled fonts have a picture of this code point. */
export function canDraw(codePoint: number): boolean {
  return RANGES.some(([first, last]) => codePoint >= first && codePoint <= last);
}

function declaredRanges(): Record<string, string> {
  const path = require.resolve("@fontsource/noto-sans/unicode.json");
  return z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(path, "utf8")));
}

/** `U+0100-02BA` or `U+20AC`. */
function parseRange(text: string): readonly [number, number] {
  const [first = "", last = first] = text.replace("U+", "").split("-");
  return [parseInt(first, 16), parseInt(last, 16)];
}
