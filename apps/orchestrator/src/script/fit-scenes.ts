import { isDeepStrictEqual } from "node:util";
import { partsOf } from "@spool/contracts/scene-content";
import type { VideoAspect } from "@spool/contracts/video-options";
import { splitScene } from "../renderers/canvas/fit-scene.ts";
import type { ScenePiece } from "../renderers/canvas/scene-piece.ts";
import { divideNarration } from "./divide-narration.ts";
import type { ScriptScene, Utterance } from "./script.ts";

/** Scenes in which everything can be read: what is too much for one goes on in the next, and what is said goes with it. */
export const fitScenes = (scenes: readonly ScriptScene[], aspect: VideoAspect): ScriptScene[] =>
  scenes.flatMap((scene) => fitted(scene, piecesOf(scene, aspect)));

const known = new Map<string, readonly ScenePiece[]>();
/** A script is written many times until it meets its length, mostly from the same scenes. */
const MOST_KNOWN = 1_000;

function piecesOf({ content }: ScriptScene, aspect: VideoAspect): readonly ScenePiece[] {
  const key = `${aspect} ${JSON.stringify(content)}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const pieces = splitScene(content, aspect);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(key, pieces);
  return pieces;
}

function fitted(scene: ScriptScene, pieces: readonly ScenePiece[]): ScriptScene[] {
  const [only] = pieces;
  // One piece may be other than the scene: a formula that goes on in lines of its own.
  if (pieces.length < 2 && isDeepStrictEqual(only?.content, scene.content)) return [scene];
  const shares = divideNarration(scene.utterances, pieces);
  const lengths = pieces.map(({ content }) => charactersIn(content));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  // The right answer of a question has the last piece to itself, and comes after the time to think.
  const isAnswered = scene.content.kind === "question" && scene.content.answer !== null;
  const thinksIn = pieces.length - (isAnswered ? 2 : 1);
  return pieces.map(({ content }, index): ScriptScene => {
    const utterances = shares[index] ?? [];
    return {
      ...scene,
      content,
      utterances,
      rest: restOf(scene.rest, utterances, lengths[index] ?? 0, total),
      timer: index === thinksIn ? scene.timer : null,
    };
  });
}

const charactersIn = (content: ScenePiece["content"]): number => partsOf(content).join(" ").length;

/** Reading in a hurry, and at leisure. */
const FAST_CHARACTERS_PER_SECOND = 60;
const SLOW_CHARACTERS_PER_SECOND = 14;

/** Its share of the time to look at the whole; where nothing is said at least the time to read it in a hurry. */
function restOf(
  whole: ScriptScene["rest"],
  utterances: readonly Utterance[],
  characters: number,
  total: number,
): ScriptScene["rest"] {
  const share = total === 0 ? 0 : characters / total;
  const rest =
    whole === null ? null : { minSeconds: whole.minSeconds * share, maxSeconds: whole.maxSeconds * share };
  if (utterances.length > 0) return rest;
  const minSeconds = Math.min(5, Math.max(2, rest?.minSeconds ?? 0, characters / FAST_CHARACTERS_PER_SECOND));
  const maxSeconds = Math.min(
    15,
    Math.max(minSeconds + 2, rest?.maxSeconds ?? 0, characters / SLOW_CHARACTERS_PER_SECOND),
  );
  return { minSeconds, maxSeconds };
}
