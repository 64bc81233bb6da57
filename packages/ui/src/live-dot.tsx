import { cn } from "./class-names.ts";

export type LiveTone = "live" | "connecting" | "reconnecting" | "offline";

const DOT: Record<LiveTone, string> = {
  live: "bg-good",
  connecting: "bg-ink-faint",
  reconnecting: "bg-attention animate-breathe",
  offline: "bg-failed",
};

interface LiveDotProps {
  tone: LiveTone;
  words: string;
  /** Goes up with what is heard: the dot of a live page pulses each time. */
  beats?: number;
}

/** Whether what is on the screen is what is in the database. The same everywhere. */
export function LiveDot({ tone, words, beats = 0 }: LiveDotProps) {
  return (
    <span
      data-testid="live-dot"
      data-live={tone}
      className="inline-flex items-center gap-1.5 text-xs whitespace-nowrap text-ink-soft"
    >
      <span
        key={beats}
        aria-hidden="true"
        className={cn("size-2 rounded-full", DOT[tone], tone === "live" && beats > 0 && "animate-beat")}
      />
      {/* A long sentence finds no room in the header of a telephone: it hangs below. */}
      <span
        className={cn(
          tone !== "live" &&
            "max-sm:absolute max-sm:top-full max-sm:right-4 max-sm:mt-1.5 max-sm:rounded-md max-sm:border max-sm:border-edge max-sm:bg-raised max-sm:px-2 max-sm:py-1",
        )}
      >
        {words}
      </span>
    </span>
  );
}
