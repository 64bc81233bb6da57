import { type AppError, type ErrorCategory, toAppError } from "@spool/contracts/app-error";
import type { RenderError } from "@spool/contracts/render-api";
import { type MediaFailure, mediaFailureOf } from "@spool/media/media-error";
import { type RenderStop, stopOf } from "../renders/render-failure.ts";

interface Answer {
  status: number;
  error: string;
}

const STOP_ANSWERS: Record<RenderStop, Answer> = {
  replaced: { status: 409, error: "replaced" },
  cancelled: { status: 409, error: "cancelled" },
  stopping: { status: 503, error: "stopping" },
  busy: { status: 503, error: "busy" },
};

/** The failures around child processes that a caller can do something about. */
const MEDIA_ANSWERS: Partial<Record<MediaFailure, Answer>> = {
  disk_full: { status: 507, error: "disk_full" },
  missing_binary: { status: 503, error: "ffmpeg_missing" },
};

/** Statuses that the table of the contracts reads back as the same category; UNKNOWN has none of its own. */
const CATEGORY_ANSWERS: Record<ErrorCategory, Answer> = {
  TIMEOUT: { status: 504, error: "timeout" },
  API_ERROR: { status: 502, error: "service_failed" },
  INVALID_INPUT: { status: 422, error: "invalid_input" },
  NOT_FOUND: { status: 404, error: "not_found" },
  CANCELLED: { status: 409, error: "cancelled" },
  NODE_LOST: { status: 500, error: "internal" },
  UNKNOWN: { status: 500, error: "internal" },
};

/** How a failure is told over HTTP: the body, and after how many seconds another try makes sense. */
export function errorAnswer(error: unknown): { body: RenderError; retryAfterSeconds: number | undefined } {
  const failure = toAppError(error);
  const { status, error: word } = answerFor(failure);
  return {
    body: { error: word, message: failure.message, status },
    retryAfterSeconds: failure.retryAfterSeconds,
  };
}

function answerFor(error: AppError): Answer {
  const stop = stopOf(error);
  if (stop !== undefined) return STOP_ANSWERS[stop];
  const media = mediaFailureOf(error);
  const known = media === undefined ? undefined : MEDIA_ANSWERS[media];
  if (known !== undefined) return known;
  // Storage that refuses our key: its own status is what the worker reads as UNKNOWN, with the advice to check it.
  const upstream = error.context["status"];
  if (error.category === "UNKNOWN" && (upstream === 401 || upstream === 403)) {
    return { status: upstream, error: "storage_refused" };
  }
  return CATEGORY_ANSWERS[error.category];
}
