import type { Wait } from "../../../../../data/jobs/wait-query.ts";
import {
  formatDuration,
  formatMoment,
  formatUntil,
  secondsBetween,
} from "../../../../../time/format-duration.ts";

/** Moments in a sentence of the database are written for everybody: `2026-11-22 09:30:00 UTC`. */
const MOMENT = /\b(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC\b/g;

/** A sentence of the database with its moments in the reader's zone, and its full stop. */
export function localSentence(text: string): string {
  const sentence = text.replace(MOMENT, (_whole, day: string, time: string) =>
    formatMoment(`${day}T${time}Z`),
  );
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}

/** `1st`, `2nd`, `3rd`, `11th`, `1,042nd`. */
export function ordinal(place: number): string {
  const rule = new Intl.PluralRules("en", { type: "ordinal" }).select(place);
  const suffix = { one: "st", two: "nd", few: "rd", other: "th", zero: "th", many: "th" }[rule];
  return `${place.toLocaleString("en")}${suffix}`;
}

/** Bounds that lie nearer together than this are one time. */
const ONE_TIME_SECONDS = 5;
/** What is further away than this is a day, and no wait. */
const FAR_SECONDS = 14 * 86_400;

type Expectation = Pick<Wait, "expected_start_at" | "expected_start_low_at" | "expected_start_high_at">;

/** When it should start and how sure that is, or null where nothing says when. */
export function expectedWords(wait: Expectation, nowMs: number): string | null {
  const { expected_start_at: at, expected_start_low_at: lowAt, expected_start_high_at: highAt } = wait;
  if (at == null) return null;
  const inSeconds = secondsUntil(at, nowMs);
  if (inSeconds > FAR_SECONDS) return dayWords(at, lowAt, highAt);
  if (lowAt == null || highAt == null) return `starts ${about(inSeconds)}`;
  const lowSeconds = secondsUntil(lowAt, nowMs);
  const highSeconds = secondsUntil(highAt, nowMs);
  if (highSeconds - lowSeconds < ONE_TIME_SECONDS) return `starts ${about(inSeconds)}`;
  return `starts ${about(inSeconds)}, most likely between ${span(lowSeconds)} and ${span(highSeconds)} from now`;
}

/** The day of a moment, in the reader's zone. */
export const formatDay = (timestamp: string): string =>
  new Date(timestamp).toLocaleDateString(undefined, { dateStyle: "medium" });

type Moment = Expectation[keyof Expectation];

function dayWords(at: string, lowAt: Moment, highAt: Moment): string {
  const [day, low, high] = [at, lowAt ?? at, highAt ?? at].map(formatDay);
  return low === high ? `starts on ${day}` : `starts about ${day}, most likely between ${low} and ${high}`;
}

const secondsUntil = (at: string, nowMs: number): number => Math.max(0, -secondsBetween(at, nowMs));

const about = (seconds: number): string =>
  seconds < ONE_TIME_SECONDS ? "any moment" : formatUntil(seconds).replace(/^in /, "in about ");

const span = (seconds: number): string =>
  seconds < 1 ? "0 s" : formatDuration(Math.round(seconds)).replace(/\.0 s$/, " s");
