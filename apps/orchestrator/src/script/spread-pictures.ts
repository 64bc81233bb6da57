import type { Picture } from "@spool/contracts/picture-source";
import type { Look } from "./look.ts";
import { sceneOf, type ScriptScene } from "./script.ts";
import { sentencesOf } from "./sentences-of.ts";

/** Time to look: at a picture without words, and after its words. */
const SILENT_REST = { minSeconds: 3, maxSeconds: 8 };
const REST_AFTER_WORDS = { minSeconds: 1, maxSeconds: 5 };

/**
 * Puts pictures among scenes, in their order and at even distances; each comes after something was said, and where
 * there is nothing else they stand alone. A caption is shown and read aloud.
 */
export function spreadPictures(
  scenes: readonly ScriptScene[],
  pictures: readonly Picture[],
  look: Look,
): ScriptScene[] {
  const spread = [...scenes];
  for (const [index, picture] of pictures.entries()) {
    const after = Math.ceil(((index + 0.5) * scenes.length) / pictures.length);
    spread.splice(after + index, 0, sceneOfPicture(picture, look));
  }
  return spread;
}

function sceneOfPicture({ file, caption }: Picture, look: Look): ScriptScene {
  const utterances =
    caption === undefined
      ? []
      : sentencesOf(caption, look).map((sentence) => ({ ...sentence, revealsUpTo: 0 }));
  const rest = utterances.length === 0 ? SILENT_REST : REST_AFTER_WORDS;
  return sceneOf("", { kind: "image", file, caption: caption ?? null }, { utterances, rest });
}
