import { expect, test } from "vitest";
import { safeName } from "./name-object.ts";

test.each([
  ["map.png", "map.png"],
  ["My map (final).PNG", "My-map-final.PNG"],
  ["Karte der Flüsse.jpeg", "Karte-der-Flusse.jpeg"],
  ["../../etc/passwd", "etc-passwd"],
  ["नक्शा.webp", "picture.webp"],
  [".png", "png"],
  ["", "picture"],
  [`${"a".repeat(300)}.png`, `${"a".repeat(100)}.png`],
])("%j is stored as %j", (given, stored) => {
  expect(safeName(given)).toBe(stored);
});
