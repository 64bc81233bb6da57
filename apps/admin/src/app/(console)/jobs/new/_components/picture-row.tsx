"use client";

import { useSortable } from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { CAPTION_MAX_CHARACTERS } from "@spool/contracts/picture-source";
import { Button, IconButton } from "@spool/ui/button";
import { cn } from "@spool/ui/class-names";
import { TextInput } from "@spool/ui/field";
import { ProgressBar } from "@spool/ui/progress-bar";
import { ArrowDown, ArrowUp, GripVertical, Trash2 } from "lucide-react";
import type { UploadState } from "../../../../../data/uploads/upload-state.ts";
import { formatBytes } from "../../../../../lib/format-bytes.ts";
import type { PictureEntry } from "./picture-entries.ts";
import { PicturePreview } from "./picture-preview.tsx";
import type { PictureHere } from "./use-pictures.ts";

/** For bringing the focus back to a button whose row has moved. */
export const buttonId = ({ key }: Pick<PictureEntry, "key">, button: "up" | "down" | "remove"): string =>
  `picture-${button}-${key}`;

interface PictureRowProps {
  entry: PictureEntry;
  here: PictureHere | undefined;
  isFirst: boolean;
  isLast: boolean;
  onCaption: (caption: string) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

/**
 * One picture: what it is, how far its upload is, what is said about it, and where it stands. The buttons that
 * move it stay as they are at the ends, so that the focus is not lost there.
 */
export function PictureRow({ entry, here, isFirst, isLast, onCaption, onMove, onRemove }: PictureRowProps) {
  const { name, file, caption, sizeBytes } = entry;
  const { setNodeRef, setActivatorNodeRef, listeners, transform, transition, isDragging } = useSortable({
    id: entry.key,
    disabled: isFirst && isLast,
  });
  return (
    <li
      ref={setNodeRef}
      style={{ transform: CSS.Translate.toString(transform), transition }}
      className={cn(
        "relative flex flex-wrap gap-3 rounded-md border bg-canvas p-2.5 sm:flex-nowrap",
        isDragging && "z-10 border-lamp-fill shadow-lg shadow-shade",
      )}
    >
      {!(isFirst && isLast) && (
        <span
          ref={setActivatorNodeRef}
          {...listeners}
          aria-hidden="true"
          title={`Drag ${name} to its place`}
          className="-mr-2 -ml-1 grid w-4 shrink-0 cursor-grab touch-none place-items-center text-ink-faint hover:text-ink-soft active:cursor-grabbing"
        >
          <GripVertical className="size-3.5" />
        </span>
      )}
      <PicturePreview previewUrl={here?.previewUrl} file={file} />
      <div className="flex min-w-0 flex-1 basis-48 flex-col gap-1.5">
        <p className="flex min-w-0 items-baseline gap-2">
          <span className="truncate font-medium" title={sizeBytes === null ? file : name}>
            {name}
          </span>
          {sizeBytes !== null && (
            <span className="shrink-0 text-xs text-ink-faint tabular-nums">{formatBytes(sizeBytes)}</span>
          )}
        </p>
        <TextInput
          aria-label={`Caption of ${name}`}
          placeholder="Caption, shown below it and read aloud"
          dir="auto"
          maxLength={CAPTION_MAX_CHARACTERS}
          value={caption}
          onChange={({ target }) => onCaption(target.value)}
          className="h-8 bg-surface"
        />
        <UploadLine entry={entry} here={here} />
      </div>
      <div className="flex shrink-0 items-start gap-0.5">
        <IconButton
          id={buttonId(entry, "up")}
          label={`Move ${name} up`}
          aria-disabled={isFirst}
          onClick={() => {
            if (!isFirst) onMove(-1);
          }}
          className="aria-disabled:opacity-50"
        >
          <ArrowUp aria-hidden="true" className="size-4" />
        </IconButton>
        <IconButton
          id={buttonId(entry, "down")}
          label={`Move ${name} down`}
          aria-disabled={isLast}
          onClick={() => {
            if (!isLast) onMove(1);
          }}
          className="aria-disabled:opacity-50"
        >
          <ArrowDown aria-hidden="true" className="size-4" />
        </IconButton>
        <IconButton id={buttonId(entry, "remove")} label={`Remove ${name}`} onClick={onRemove}>
          <Trash2 aria-hidden="true" className="size-4" />
        </IconButton>
      </div>
    </li>
  );
}

/** Nothing where nothing is to be told: an address, or an upload that was there before. */
function UploadLine({ entry, here }: { entry: PictureEntry; here: PictureHere | undefined }) {
  if (here === undefined) {
    if (entry.file !== "") return null;
    return (
      <p role="status" className="text-xs text-attention">
        Choose {entry.name} once more: it goes on where it was.
      </p>
    );
  }
  const { state, upload } = here;
  if (state.status === "done") {
    return (
      <p role="status" className="text-xs text-ink-faint">
        Uploaded
      </p>
    );
  }
  const ratio = entry.sizeBytes === null ? 0 : Math.min(1, state.sentBytes / entry.sizeBytes);
  return (
    <div className="flex flex-col gap-1">
      <ProgressBar ratio={ratio} label={`Upload of ${entry.name}`} isMoving={state.status === "sending"} />
      <div className="flex min-h-6 flex-wrap items-center gap-x-3 text-xs">
        <span className="text-ink-soft tabular-nums">{Math.floor(ratio * 100)} %</span>
        {state.status === "sending" && state.bytesPerSecond !== null && (
          <span className="text-ink-faint tabular-nums">{formatBytes(state.bytesPerSecond)}/s</span>
        )}
        <span role="status" className={state.status === "sending" ? "sr-only" : TONE[state.status]}>
          {wordsOf(state)}
        </span>
        {state.status === "sending" || state.status === "cut" ? (
          <Button variant="ghost" className="ml-auto h-6 px-2 text-xs" onClick={upload.stop}>
            Stop <span className="sr-only">{entry.name}</span>
          </Button>
        ) : (
          <Button variant="ghost" className="ml-auto h-6 px-2 text-xs" onClick={upload.goOn}>
            Go on <span className="sr-only">with {entry.name}</span>
          </Button>
        )}
      </div>
    </div>
  );
}

type UnfinishedState = Exclude<UploadState, { status: "done" }>;

const TONE = { cut: "text-attention", stopped: "text-ink-soft", refused: "text-failed" } as const;

function wordsOf(state: UnfinishedState): string {
  switch (state.status) {
    case "sending":
      return "Uploading";
    case "cut":
      return "The connection is cut. It goes on by itself.";
    case "stopped":
      return "Stopped";
    case "refused":
      return state.message;
  }
}
