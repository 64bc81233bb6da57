import { VIDEO_THEMES } from "@spool/contracts/video-themes";
import { describe, expect, test } from "vitest";
import { THEMES } from "./theme.ts";

describe.each(VIDEO_THEMES)("theme %s", (name) => {
  const theme = THEMES[name];
  const grounds = [theme.backgroundTop, theme.backgroundBottom, theme.panel];

  test.each(["text", "textSoft", "accent"] as const)("%s can be read on everything it lies on", (role) => {
    for (const ground of grounds) expect(contrast(theme[role], ground)).toBeGreaterThanOrEqual(4.5);
  });

  test("what lies on a colour of its own can be read on it", () => {
    expect(contrast(theme.onAccent, theme.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.onRight, theme.right)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.captionText, theme.captionPlate)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.captionWord, theme.captionPlate)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.accent, theme.accentSoft)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.text, theme.accentSoft)).toBeGreaterThanOrEqual(4.5);
    for (const colour of Object.values(theme.code))
      expect(contrast(colour, theme.panel)).toBeGreaterThanOrEqual(4.5);
  });

  test("graphics stand out from the ground", () => {
    for (const colour of [...theme.series, theme.right]) {
      for (const ground of grounds) expect(contrast(colour, ground)).toBeGreaterThanOrEqual(3);
    }
  });
});

/** WCAG 2.2, "contrast ratio" and "relative luminance". */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
