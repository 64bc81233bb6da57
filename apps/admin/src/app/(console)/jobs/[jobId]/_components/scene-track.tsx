"use client";

import type { Storyboard } from "@spool/contracts/storyboard";
import { formatDuration } from "../../../../../time/format-duration.ts";

interface SceneTrackProps {
  storyboard: Storyboard;
  pictures: ReadonlyMap<number, string>;
  onSeek: (seconds: number) => void;
}

/** The scenes side by side, each as wide as it is long: a strip of the whole film. */
export function SceneTrack({ storyboard, pictures, onSeek }: SceneTrackProps) {
  return (
    <div
      role="group"
      aria-label="Scenes along the time"
      className="flex gap-px overflow-hidden border-b bg-hairline"
    >
      {storyboard.scenes.map(({ startSeconds, endSeconds, kicker, content }, index) => {
        const picture = pictures.get(index);
        const words = `Scene ${index + 1}, ${kicker === "" ? content.kind : kicker}, from ${formatDuration(startSeconds)}`;
        return (
          <button
            key={startSeconds}
            type="button"
            title={words}
            aria-label={`Play ${words}`}
            onClick={() => onSeek(startSeconds)}
            style={{ flexGrow: Math.max(0.1, endSeconds - startSeconds), flexBasis: 0 }}
            className="relative h-14 min-w-0 overflow-hidden bg-[#0b0b0d] transition-[filter] hover:brightness-125 focus-visible:-outline-offset-2"
          >
            {picture !== undefined && (
              <img src={picture} alt="" className="size-full animate-arrive object-cover" />
            )}
            <span className="absolute bottom-0.5 left-1 text-2xs text-[#f4f1ea] tabular-nums [text-shadow:0_0_3px_#000]">
              {index + 1}
            </span>
          </button>
        );
      })}
    </div>
  );
}
