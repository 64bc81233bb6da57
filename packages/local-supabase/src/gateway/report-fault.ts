/** Writes a failure that is ours, not the caller's, to the log: one JSON line, no headers and no body. */
export function reportFault(error: unknown, request: { method: string; url: string | URL }): void {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  const path = new URL(request.url).pathname;
  console.error(JSON.stringify({ level: "error", method: request.method, path, message, stack }));
}
