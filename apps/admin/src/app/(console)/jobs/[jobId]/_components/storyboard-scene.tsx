"use client";

import { partsOf } from "@spool/contracts/scene-content";
import type { Storyboard } from "@spool/contracts/storyboard";
import type { VideoScript } from "@spool/contracts/video-script";
import { cn } from "@spool/ui/class-names";
import { Field, TextArea } from "@spool/ui/field";
import { formatDuration } from "../../../../../time/format-duration.ts";
import { textsOf, withNarration, withText } from "./storyboard-script.ts";

type ScriptScene = VideoScript["scenes"][number];

interface StoryboardSceneProps {
  index: number;
  scene: ScriptScene;
  planned: Storyboard["scenes"][number];
  aspect: Storyboard["aspect"];
  pictureUrl: string | undefined;
  onSeek: () => void;
  /** Null while the script is only read. */
  onChange: ((scene: ScriptScene) => void) | null;
}

const PICTURE: Record<Storyboard["aspect"], string> = {
  "16:9": "aspect-video w-44 max-sm:w-28",
  "9:16": "aspect-[9/16] w-20",
  "1:1": "aspect-square w-28 max-sm:w-20",
};

/** One scene: its picture, what is on it, and what is said meanwhile. */
export function StoryboardScene(props: StoryboardSceneProps) {
  const { index, scene, planned, aspect, pictureUrl, onSeek, onChange } = props;
  return (
    <li className="flex gap-4 px-4 py-4" data-testid={`scene-${index + 1}`}>
      <button
        type="button"
        aria-label={`Play scene ${index + 1}`}
        onClick={onSeek}
        className={cn(
          "relative shrink-0 self-start overflow-hidden rounded-sm border bg-[#0b0b0d]",
          PICTURE[aspect],
        )}
      >
        {pictureUrl !== undefined && (
          <img src={pictureUrl} alt="" className="size-full animate-arrive object-cover" />
        )}
      </button>
      <div className="min-w-0 flex-1">
        <p className="text-xs text-ink-faint tabular-nums" dir="ltr">
          {index + 1} · {formatDuration(planned.startSeconds)} · {planned.content.kind}
          {planned.kicker !== "" && ` · ${planned.kicker}`}
        </p>
        {onChange === null ? (
          <div className="mt-1 grid gap-x-8 gap-y-2 lg:grid-cols-2">
            <ul className="flex min-w-0 flex-col gap-0.5 break-words">
              {partsOf(scene.content).map((part, place) => (
                <li key={`${place} ${part}`} dir="auto">
                  {part}
                </li>
              ))}
            </ul>
            <p className="min-w-0 break-words text-ink-soft" dir="auto">
              {(scene.narration ?? []).join(" ")}
            </p>
          </div>
        ) : (
          <Editor index={index} scene={scene} onChange={onChange} />
        )}
      </div>
    </li>
  );
}

interface EditorProps {
  index: number;
  scene: ScriptScene;
  onChange: (scene: ScriptScene) => void;
}

function Editor({ index, scene, onChange }: EditorProps) {
  const narrationId = `scene-${index}-narration`;
  return (
    <div className="mt-2 grid gap-x-6 gap-y-3 lg:grid-cols-2">
      <div className="flex min-w-0 flex-col gap-3">
        {textsOf(scene.content).map((text) => {
          const controlId = `scene-${index}-${text.path.join("-")}`;
          return (
            <Field key={controlId} controlId={controlId} label={text.label} isRequired>
              <LinesArea
                id={controlId}
                value={text.value}
                isList={text.isList}
                onChange={(typed) => onChange(withText(scene, text, typed))}
              />
            </Field>
          );
        })}
      </div>
      <Field controlId={narrationId} label="What is said" isRequired>
        <LinesArea
          id={narrationId}
          value={(scene.narration ?? []).join("\n")}
          isList
          onChange={(typed) => onChange(withNarration(scene, typed))}
        />
      </Field>
    </div>
  );
}

interface LinesAreaProps {
  id: string;
  value: string;
  isList: boolean;
  onChange: (typed: string) => void;
}

/** Takes what was typed when the field is left: while somebody types, an empty line is on its way to be a full one. */
function LinesArea({ id, value, isList, onChange }: LinesAreaProps) {
  return (
    <TextArea
      id={id}
      key={value}
      defaultValue={value}
      dir="auto"
      rows={isList ? 3 : 1}
      className="field-sizing-content max-h-72 min-h-9"
      onBlur={({ target }) => {
        if (target.value !== value) onChange(target.value);
      }}
    />
  );
}
