"use client";

import { useNowMs } from "./clock.tsx";
import { formatAgo, formatDuration, formatMoment, formatUntil, secondsBetween } from "./format-duration.ts";

/**
 * A moment as its distance from now; the moment itself is told on hover. One that `isPast` is never yet to come, however much
 * earlier the reader's last tick was.
 */
export function TimeAgo({ at, isPast = false }: { at: string; isPast?: boolean }) {
  const ageSeconds = secondsBetween(at, useNowMs());
  return (
    <time
      dateTime={at}
      title={formatMoment(at)}
      suppressHydrationWarning
      className="whitespace-nowrap tabular-nums"
    >
      {ageSeconds < -1 && !isPast ? formatUntil(-ageSeconds) : formatAgo(ageSeconds)}
    </time>
  );
}

/** The time from one moment to another, or to now while the other has not come. */
export function Elapsed({ from, to }: { from: string; to: string | null }) {
  const nowMs = useNowMs();
  const seconds = secondsBetween(from, to === null ? nowMs : Date.parse(to));
  // Tenths that jump by whole seconds only distract.
  const shown = to === null ? Math.floor(Math.max(0, seconds)) : seconds;
  return (
    <span
      title={`since ${formatMoment(from)}`}
      suppressHydrationWarning
      className="whitespace-nowrap tabular-nums"
    >
      {to === null && shown < 10 ? `${shown} s` : formatDuration(shown)}
    </span>
  );
}
