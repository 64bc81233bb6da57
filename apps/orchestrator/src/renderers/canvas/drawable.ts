import type { Storyboard } from "@spool/contracts/storyboard";
import { canDraw } from "../../fonts/bundled-fonts.ts";

/** Signs that are common in texts and that the fonts have only in another form. */
const INSTEAD: Record<string, string> = {
  "✅": "✓",
  "✔": "✓",
  "❌": "✗",
  "✖": "✗",
  "⭐": "★",
  "➡": "→",
  "⬅": "←",
  "⚠": "△",
  "❗": "!",
  "❓": "?",
};

/**
 * A text without what no bundled font can draw: it is left out or replaced by a sign that says the same, so that no
 * empty boxes are seen. Line breaks stay, for code.
 */
function drawableText(text: string): string {
  let drawable = "";
  for (const character of text.normalize("NFC")) {
    const codePoint = character.codePointAt(0) ?? 0;
    if (character === "\n" || character === "\t") drawable += character;
    else if (/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u202a-\u202e\u2066-\u2069]|\p{Variation_Selector}/u.test(character))
      continue;
    else if (canDraw(codePoint)) drawable += character;
    else if (INSTEAD[character] !== undefined) drawable += INSTEAD[character];
    else {
      const compatible = character.normalize("NFKC");
      if (
        compatible !== character &&
        Array.from(compatible).every((part) => canDraw(part.codePointAt(0) ?? 0))
      ) {
        drawable += compatible;
      }
    }
  }
  return drawable;
}

/** A storyboard or a part of one in which every text can be drawn. LaTeX and file names are not texts. */
export function drawable<Value>(value: Value): Value {
  // The shape is kept: only strings become other strings.
  return clean(value, "") as Value;
}

const NO_TEXTS = new Set<keyof Storyboard | "tex" | "file" | "kind" | "chart">([
  "tex",
  "file",
  "kind",
  "chart",
  "language",
  "direction",
  "aspect",
  "theme",
  "jobType",
]);

function clean(value: unknown, name: string): unknown {
  if (typeof value === "string")
    return (NO_TEXTS as ReadonlySet<string>).has(name) ? value : drawableText(value);
  if (Array.isArray(value)) return value.map((each) => clean(each, name));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, clean(each, key)]));
}
