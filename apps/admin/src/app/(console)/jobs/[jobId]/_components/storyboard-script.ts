import type { SceneContent } from "@spool/contracts/scene-content";
import type { Storyboard } from "@spool/contracts/storyboard";
import type { VideoScript } from "@spool/contracts/video-script";

type ScriptScene = VideoScript["scenes"][number];

/** The script that makes this storyboard again: what an author changes and sends back. */
export function toScript({ title, scenes, speech }: Storyboard): VideoScript {
  return {
    title: title === "" ? "Video" : title,
    scenes: scenes.map((scene, index) => {
      const isLast = index === scenes.length - 1;
      const narration = speech
        .filter(
          ({ startSeconds }) =>
            startSeconds >= scene.startSeconds && (isLast || startSeconds < scene.endSeconds),
        )
        .map(({ text }) => text);
      const timerSeconds =
        scene.timer === null ? 0 : Math.round(scene.timer.endSeconds - scene.timer.startSeconds);
      return {
        ...(scene.kicker !== "" && { kicker: scene.kicker }),
        content: scene.content,
        narration,
        ...(timerSeconds > 0 && { timer_seconds: timerSeconds }),
      };
    }),
  };
}

/** A text of a scene that can be changed where it stands. `isList` is one entry a line. */
interface SceneText {
  /** Where it lies in the content. */
  path: readonly (string | number)[];
  label: string;
  value: string;
  isList: boolean;
}

/** What names a scene, a picture or a language is no text to change. */
const NO_TEXTS: ReadonlySet<string> = new Set(["kind", "chart", "file", "language", "answer"]);

export const textsOf = (content: SceneContent): SceneText[] => textsIn(content, []);

function textsIn(value: unknown, path: readonly (string | number)[]): SceneText[] {
  const label = path.map((step) => (typeof step === "number" ? String(step + 1) : step)).join(" ");
  if (typeof value === "string") return [{ path, label, value, isList: false }];
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every((item) => typeof item === "string"))
      return [{ path, label, value: value.join("\n"), isList: true }];
    return value.flatMap((item, index) => textsIn(item, [...path, index]));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    NO_TEXTS.has(name) ? [] : textsIn(member, [...path, name]),
  );
}

/** The scene with one of its texts changed. */
export const withText = (scene: ScriptScene, { path, isList }: SceneText, typed: string): ScriptScene => ({
  ...scene,
  content: changed(scene.content, path, isList ? linesOf(typed) : typed) as SceneContent, // only texts are changed
});

export const withNarration = (scene: ScriptScene, typed: string): ScriptScene => ({
  ...scene,
  narration: linesOf(typed),
});

const linesOf = (typed: string): string[] => typed.split("\n").filter((line) => line.trim() !== "");

function changed(value: unknown, path: readonly (string | number)[], text: string | string[]): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return text;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === step ? changed(item, rest, text) : item));
  const members = value as Record<string, unknown>; // the path was made from this value
  return { ...members, [step]: changed(members[step], rest, text) };
}
