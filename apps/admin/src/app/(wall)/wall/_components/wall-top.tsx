"use client";

import { LiveDot } from "@spool/ui/live-dot";
import { SpoolMark } from "@spool/ui/spool-mark";
import { useLiveBeats, useLiveState } from "../../../../live/live-connection.tsx";
import { liveSign } from "../../../../live/live-sign.ts";
import { useNowMs } from "../../../../time/clock.tsx";

/** What time it is, and whether what is shown is true. When it is not, nobody can miss it. */
export function WallTop() {
  const nowMs = useNowMs();
  const { tone, words } = liveSign(useLiveState(), nowMs);
  const beats = useLiveBeats();
  if (tone === "reconnecting" || tone === "offline") {
    return (
      <header
        role="status"
        data-testid="wall-stale"
        className="flex items-center justify-center gap-[0.6em] bg-failed-wash py-[0.4em] text-[1.8em] font-semibold text-failed first-letter:uppercase"
      >
        <span data-testid="live-dot" data-live={tone}>
          Not live: {words}
        </span>
      </header>
    );
  }
  return (
    <header className="flex items-center gap-[0.6em] px-[1.4em] pt-[1em]">
      <SpoolMark className="size-[1.6em]" />
      <span className="text-[1.3em] font-semibold tracking-tight">Spool</span>
      <span className="ml-auto flex items-center gap-[1em] text-[1.3em] [&_[data-live]]:text-[0.7em]">
        <LiveDot tone={tone} words={words} beats={beats} />
        <time suppressHydrationWarning className="tabular-nums">
          {new Date(nowMs).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}
        </time>
      </span>
    </header>
  );
}
