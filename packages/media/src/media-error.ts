import { AppError, type ErrorCategory } from "@spool/contracts/app-error";

/** What went wrong around a child process, for callers that answer in another language (an HTTP status, say). */
export type MediaFailure = "missing_binary" | "disk_full" | "killed" | "refused" | "timeout" | "cancelled";

/** An AppError whose `context.failure` says what kind of thing happened. */
export function mediaError(
  failure: MediaFailure,
  category: ErrorCategory,
  message: string,
  options: { cause?: unknown; context?: Readonly<Record<string, unknown>> } = {},
): AppError {
  return new AppError(category, message, { cause: options.cause, context: { ...options.context, failure } });
}

/** The failure kind of an error that this package threw, undefined for all others. */
export function mediaFailureOf(error: unknown): MediaFailure | undefined {
  return error instanceof AppError ? (error.context["failure"] as MediaFailure | undefined) : undefined; // written by mediaError alone
}

/** The error of work that `signal` stopped: what the aborter gave as reason, TIMEOUT for a timer, else CANCELLED. */
export function abortedError(signal: AbortSignal): AppError {
  const reason: unknown = signal.reason;
  if (reason instanceof AppError) return reason;
  if (reason instanceof DOMException && reason.name === "TimeoutError") {
    return mediaError("timeout", "TIMEOUT", "The work ran into its time limit.", { cause: reason });
  }
  return mediaError("cancelled", "CANCELLED", "The work was cancelled.", { cause: reason });
}

/** Throws what `abortedError` makes of the signal, if it has aborted. */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw abortedError(signal);
}
