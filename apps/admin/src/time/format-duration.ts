const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;
const YEAR_SECONDS = 365.25 * DAY_SECONDS;

const twoDigits = (value: number): string => String(value).padStart(2, "0");

/** `1 year`, `1.5 years`, `4 years`. */
function formatYears(seconds: number): string {
  const years = (seconds / YEAR_SECONDS).toFixed(1).replace(/\.0$/, "");
  return `${years} ${years === "1" ? "year" : "years"}`;
}

/**
 * A length of time as people read it: `0.2 s`, `41 s`, `1 m 04 s`, `2 h 05 m`, `3 d 4 h`, `1 d`, `4.1 years`. Negative ones
 * are zero.
 */
export function formatDuration(durationSeconds: number): string {
  const seconds = Math.max(0, durationSeconds);
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < MINUTE_SECONDS) return `${whole} s`;
  if (whole < HOUR_SECONDS)
    return `${Math.floor(whole / MINUTE_SECONDS)} m ${twoDigits(whole % MINUTE_SECONDS)} s`;
  if (whole < DAY_SECONDS) {
    return `${Math.floor(whole / HOUR_SECONDS)} h ${twoDigits(Math.floor((whole % HOUR_SECONDS) / MINUTE_SECONDS))} m`;
  }
  if (whole >= YEAR_SECONDS) return formatYears(whole);
  const hours = Math.floor((whole % DAY_SECONDS) / HOUR_SECONDS);
  return `${Math.floor(whole / DAY_SECONDS)} d${hours > 0 ? ` ${hours} h` : ""}`;
}

/** How long ago, in one unit: `just now`, `12 s ago`, `5 min ago`, `3 h ago`, `2 d ago`, `4.1 years ago`. */
export function formatAgo(ageSeconds: number): string {
  if (ageSeconds < 3) return "just now";
  if (ageSeconds < MINUTE_SECONDS) return `${Math.floor(ageSeconds)} s ago`;
  if (ageSeconds < HOUR_SECONDS) return `${Math.floor(ageSeconds / MINUTE_SECONDS)} min ago`;
  if (ageSeconds < DAY_SECONDS) return `${Math.floor(ageSeconds / HOUR_SECONDS)} h ago`;
  if (ageSeconds < YEAR_SECONDS) return `${Math.floor(ageSeconds / DAY_SECONDS)} d ago`;
  return `${formatYears(ageSeconds)} ago`;
}

/** How soon: `any moment`, `in 12 s`, `in 5 min`, `in 3 h`, `in 2 d`, `in 4.1 years`. */
export function formatUntil(waitSeconds: number): string {
  if (waitSeconds < 1) return "any moment";
  if (waitSeconds < MINUTE_SECONDS) return `in ${Math.ceil(waitSeconds)} s`;
  if (waitSeconds < HOUR_SECONDS) return `in ${Math.round(waitSeconds / MINUTE_SECONDS)} min`;
  if (waitSeconds < DAY_SECONDS) return `in ${Math.round(waitSeconds / HOUR_SECONDS)} h`;
  if (waitSeconds < YEAR_SECONDS) return `in ${Math.round(waitSeconds / DAY_SECONDS)} d`;
  return `in ${formatYears(waitSeconds)}`;
}

// Made once: making it takes a hundred times as long as using it, and a list has one moment a row.
const momentFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });

/** The moment itself, in the reader's zone, for where a relative time is not enough. */
export const formatMoment = (timestamp: string): string => momentFormat.format(new Date(timestamp));

/** The time of day with milliseconds, in the reader's zone: `12:04:31.204`. */
export function formatClock(timestamp: string): string {
  const at = new Date(timestamp);
  const clock = [at.getHours(), at.getMinutes(), at.getSeconds()].map(twoDigits).join(":");
  return `${clock}.${String(at.getMilliseconds()).padStart(3, "0")}`;
}

export const secondsBetween = (from: string, toMs: number): number => (toMs - Date.parse(from)) / 1_000;
