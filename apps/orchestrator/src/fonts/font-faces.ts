import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { z } from "zod";
import { readCmap } from "./read-cmap.ts";

const require = createRequire(import.meta.url);

/** One font file of each weight. Every file has a family name of its own: under one name the canvas takes only the first. */
export interface FontFace {
  family: string;
  has(codePoint: number): boolean;
  /** Null where the weight has no file of its own. */
  pathOf(weight: number): string | null;
}

const declared = new Map<string, Record<string, string>>();

const ofPackage = (name: string, subsets: readonly string[]) =>
  subsets.map((subset) =>
    face(`@fontsource/${name}`, subset, (weight) => `${name}-${subset}-${weight}-normal.woff`),
  );

/** The scripts that can be drawn. A character is drawn by the first that has it. */
export const SANS_FACES: readonly FontFace[] = [
  ...ofPackage("noto-sans", [
    "latin",
    "latin-ext",
    "vietnamese",
    "greek",
    "greek-ext",
    "cyrillic",
    "cyrillic-ext",
  ]),
  ...[
    "devanagari",
    "bengali",
    "tamil",
    "telugu",
    "kannada",
    "malayalam",
    "gujarati",
    "gurmukhi",
    "arabic",
    "hebrew",
  ].flatMap((script) => ofPackage(`noto-sans-${script}`, [script])),
  // Its package declares the range of Latin for it, though it has the signs of mathematics, arrows and ornaments.
  face("@fontsource/noto-sans-math", null, (weight) =>
    weight === 400 ? "noto-sans-math-latin-400-normal.woff" : null,
  ),
  ...chineseFaces(),
];

/** Code. What it lacks is drawn by the faces for text. */
export const MONO_FACES: readonly FontFace[] = ofPackage("jetbrains-mono", [
  "latin",
  "latin-ext",
  "vietnamese",
  "greek",
  "cyrillic",
  "cyrillic-ext",
]);

/** A hundred files, cut by how often characters are used. One file holds all weights. */
function chineseFaces(): FontFace[] {
  const name = "@fontsource-variable/noto-sans-sc";
  return Object.keys(declaredRanges(name))
    .filter((subset) => subset.startsWith("["))
    .map((subset) =>
      face(name, subset, (weight) =>
        weight === 400 ? `noto-sans-sc-${subset.slice(1, -1)}-wght-normal.woff2` : null,
      ),
    );
}

/**
 * @param subset As the package calls it; null to ask the file alone.
 * @param fileOf The file's name for a weight.
 */
function face(
  packageName: string,
  subset: string | null,
  fileOf: (weight: number) => string | null,
): FontFace {
  const pathOf = (weight: number) => {
    const file = fileOf(weight);
    return file === null ? null : require.resolve(`${packageName}/files/${file}`);
  };
  const ranges =
    subset === null ? null : (declaredRanges(packageName)[subset] ?? "").split(",").map(parseRange);
  const path = pathOf(400) ?? "";
  let codePoints: Set<number> | undefined;
  return {
    family: `Spool ${packageName.slice(packageName.indexOf("/") + 1)} ${(subset ?? "all").replace(/[[\]]/g, "")}`,
    pathOf,
    has(codePoint) {
      // Declared ranges spare reading the files of scripts that nobody uses here.
      if (ranges?.every(([first, last]) => codePoint < first || codePoint > last) === true) return false;
      codePoints ??= readCmap(readFileSync(path));
      return codePoints.has(codePoint);
    },
  };
}

function declaredRanges(packageName: string): Record<string, string> {
  const before = declared.get(packageName);
  if (before !== undefined) return before;
  const path = require.resolve(`${packageName}/unicode.json`);
  const ranges = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(path, "utf8")));
  declared.set(packageName, ranges);
  return ranges;
}

/** `U+0100-02BA` or `U+20AC`. */
function parseRange(text: string): readonly [number, number] {
  const [first = "", last = first] = text.replace("U+", "").split("-");
  return [parseInt(first, 16), parseInt(last, 16)];
}
