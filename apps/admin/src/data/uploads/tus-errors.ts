/** The library wraps what its hooks throw. */
export const causeOf = (error: Error): unknown =>
  "causingError" in error && error.causingError != null ? error.causingError : error;

/** What the server said to a request of the library; null where it said nothing. */
export function answerOf(error: unknown): { status: number; words: string } | null {
  if (typeof error !== "object" || error === null || !("originalResponse" in error)) return null;
  // The library's own errors have it, and null in it when no answer came.
  const response = error.originalResponse as { getStatus(): number; getBody(): string } | null;
  const status = response?.getStatus() ?? 0;
  if (response === null || status === 0) return null;
  return { status, words: wordsOf(response.getBody(), status) };
}

/** A plain text, or JSON with a message. */
function wordsOf(body: string, status: number): string {
  try {
    const answer = JSON.parse(body) as { message?: unknown } | null; // looked at below
    if (typeof answer?.message === "string") return answer.message;
  } catch {
    // a plain text
  }
  return body.trim() === "" ? `Storage answered ${status}.` : body.trim();
}
