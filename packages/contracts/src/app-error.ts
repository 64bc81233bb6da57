import { z } from "zod";

/** What a failure means to whoever asked for the work. Chosen where the error is first seen, never guessed later. */
export const ERROR_CATEGORIES = [
  "TIMEOUT",
  "API_ERROR",
  "INVALID_INPUT",
  "NOT_FOUND",
  "CANCELLED",
  "NODE_LOST",
  "UNKNOWN",
] as const;

export const errorCategorySchema = z.enum(ERROR_CATEGORIES);
export type ErrorCategory = z.infer<typeof errorCategorySchema>;

interface CategoryPolicy {
  /** Whether running the same work again can succeed. */
  retry: boolean;
  logLevel: "info" | "warn" | "error";
  /** What the category means, for a person who reads it on a job's page. */
  meaning: string;
  /** What that person can do about it. */
  advice: string;
}

/** The one table that worker, orchestrator and console read. The database holds `retry` as well and a test compares them. */
export const CATEGORY_POLICY: Record<ErrorCategory, CategoryPolicy> = {
  TIMEOUT: {
    retry: true,
    logLevel: "warn",
    meaning: "A service did not answer in time, or the job ran into its time limit.",
    advice: "Check that the service is running and reachable, then retry the job.",
  },
  API_ERROR: {
    retry: true,
    logLevel: "warn",
    meaning: "A service answered with an error of its own.",
    advice: "Look at the service's log. If it recovered, retry the job.",
  },
  INVALID_INPUT: {
    retry: false,
    logLevel: "info",
    meaning: "The job's input cannot be turned into a video.",
    advice: "Correct the field that the message names and submit a new job.",
  },
  NOT_FOUND: {
    retry: false,
    logLevel: "info",
    meaning: "Something that the job refers to does not exist.",
    advice: "Check the address or the file that the message names, then submit again.",
  },
  CANCELLED: {
    retry: false,
    logLevel: "info",
    meaning: "Somebody cancelled the job.",
    advice: "Retry the job if it should run after all.",
  },
  NODE_LOST: {
    retry: true,
    logLevel: "warn",
    meaning: "The machine that ran the job stopped answering.",
    advice: "Look at the node. If several nodes were lost in a row, the job itself may be what kills them.",
  },
  UNKNOWN: {
    retry: true,
    logLevel: "error",
    meaning: "Something failed that Spool has no name for yet.",
    advice: "Read the message and the log. If a service refused the request, check its key.",
  },
};

/** An error that keeps its category from where it was first seen to the job's page. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly category: ErrorCategory;
  /** Ids and measurements for the log line. No secrets: parts of it reach the job's stored error. */
  readonly context: Readonly<Record<string, unknown>>;
  /** How long the service asked to be left alone, in seconds, where it said so (`Retry-After`). */
  readonly retryAfterSeconds: number | undefined;

  constructor(
    category: ErrorCategory,
    message: string,
    options: {
      cause?: unknown;
      context?: Readonly<Record<string, unknown>>;
      retryAfterSeconds?: number | undefined;
    } = {},
  ) {
    super(message, { cause: options.cause });
    this.category = category;
    this.context = options.context ?? {};
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** An error nobody classified is our bug until an adapter learns to name it. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new AppError("UNKNOWN", message, { cause: error });
}

/**
 * The category of an HTTP status that a service answered with.
 *
 * 401 and 403 are UNKNOWN: they speak of our key, not of the job.
 */
export function categoryOfHttpStatus(status: number): ErrorCategory {
  if (status === 408 || status === 504) return "TIMEOUT";
  if (status === 429 || status >= 500) return "API_ERROR";
  if (status === 400 || status === 413 || status === 415 || status === 422) return "INVALID_INPUT";
  if (status === 404 || status === 410) return "NOT_FOUND";
  return "UNKNOWN";
}
