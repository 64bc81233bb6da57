import { writeFile } from "node:fs/promises";
import { boxesOfEveryScene, goldenFile, storyboardsOfSamples } from "./goldens.ts";

// Writes the goldens anew, after looking at what a change of layout or timing does: `node …/write-goldens.ts`.
await writeFile(goldenFile("boxes"), `${oneALine(boxesOfEveryScene())}\n`);
await writeFile(goldenFile("storyboards"), `${JSON.stringify(await storyboardsOfSamples(), null, 2)}\n`);

/** A change of one box is a change of one line. */
function oneALine(record: Record<string, readonly number[]>): string {
  const lines = Object.entries(record).map(
    ([key, value]) => `  ${JSON.stringify(key)}: [${value.join(", ")}]`,
  );
  return `{\n${lines.join(",\n")}\n}`;
}
