/**
 * A value as JSON text that Postgres takes as jsonb.
 *
 * Texts lose NUL characters and halves of surrogate pairs: both are legal in JavaScript, and what foreign services
 * write may hold them, but one of them would make the whole statement fail.
 */
export function toJsonb(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "string" ? inner.replaceAll("\0", "").toWellFormed() : inner,
  );
}
