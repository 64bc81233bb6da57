/** Longer than this nobody means seriously; the database has its own, lower, ceiling for backoff. */
const MOST_SECONDS = 86_400;

/**
 * Seconds to wait as a `Retry-After` header asks for: a number of seconds or an HTTP date.
 *
 * Undefined when there is no header or it says nothing that can be read. Never negative.
 */
export function retryAfterSeconds(header: string | undefined, nowMs: number): number | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - nowMs) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), MOST_SECONDS);
}
