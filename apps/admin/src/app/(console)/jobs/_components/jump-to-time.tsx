"use client";

import { IconButton } from "@spool/ui/button";
import { CalendarClock } from "lucide-react";
import { useId } from "react";

interface JumpToTimeProps {
  at: string | null;
  onJump: (at: string | null) => void;
}

/** Leads into the middle of the list: to what was submitted just before a moment. */
export function JumpToTime({ at, onJump }: JumpToTimeProps) {
  const popoverId = useId();
  return (
    <>
      <IconButton label="Jump to a time" popoverTarget={popoverId}>
        <CalendarClock aria-hidden="true" className="size-4" strokeWidth={1.75} />
      </IconButton>
      <form
        id={popoverId}
        popover="auto"
        aria-label="Jump to a time"
        onSubmit={(event) => {
          event.preventDefault();
          const moment = new FormData(event.currentTarget).get("moment");
          if (typeof moment !== "string" || moment === "") return;
          onJump(new Date(moment).toISOString());
          event.currentTarget.hidePopover();
        }}
        className="fixed inset-auto top-28 right-6 m-0 w-72 rounded-lg border border-edge bg-raised p-4 text-ink shadow-lg shadow-shade"
      >
        <label className="flex flex-col gap-1.5 font-medium">
          Jobs submitted until
          <input
            name="moment"
            type="datetime-local"
            required
            defaultValue={at === null ? "" : localMoment(at)}
            className="h-9 rounded-md border border-edge bg-canvas px-3 font-normal text-ink"
          />
        </label>
        <button
          type="submit"
          className="mt-3 h-8 w-full rounded-md bg-lamp-fill font-medium text-lamp-ink hover:brightness-105"
        >
          Jump
        </button>
      </form>
    </>
  );
}

/** As an input of the browser's own wants it: in the reader's zone, to the minute. */
function localMoment(moment: string): string {
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
