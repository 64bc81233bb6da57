import { AppError } from "@spool/contracts/app-error";
import type { AttemptResult } from "@spool/contracts/attempt-outcome";
import {
  renderRequestSchema,
  type RenderEvent,
  type RenderRequest,
  type RenderResponse,
} from "@spool/contracts/render-api";
import { videoOptionsShape } from "@spool/contracts/video-options";
import { setTimeout as delay } from "node:timers/promises";
import type { ClaimedAttempt } from "../adapters/attempts.ts";
import type { Pipeline, PipelineDeps } from "./pipeline.ts";

/** How long the last events may come after the answer. They are news only, so nothing waits longer for them. */
const LAST_EVENTS_WAIT_MS = 500;
/** The same while no event came at all: the answer was faster than the first look, or there are no events. */
const FIRST_EVENTS_WAIT_MS = 100;

/** Has the orchestrator make the video: one long request, with its events followed beside it. */
export const textToVideo: Pipeline = async (attempt, { orchestrator, report }, signal) => {
  const request = toRenderRequest(attempt);
  const listening = new AbortController();
  let waitMs = FIRST_EVENTS_WAIT_MS;
  const news = orchestrator.followEvents(
    { jobId: attempt.job_id, attemptId: attempt.attempt_id },
    {
      onOpen: () => (waitMs = LAST_EVENTS_WAIT_MS),
      onEvent: (event) => reportEvent(event, report),
    },
    AbortSignal.any([signal, listening.signal]),
  );
  try {
    return toResult(await orchestrator.render(request, signal));
  } finally {
    // The dropped connection cancels as well; an orchestrator behind a proxy may not see that it was dropped.
    if (signal.aborted) await orchestrator.cancel(attempt.job_id, attempt.attempt_id).catch(() => false);
    else await Promise.race([news, delay(waitMs)]);
    listening.abort();
    await news;
  }
};

/** What a payload says and a request has a field of its own for. */
const REQUEST_FIELDS = ["style", "length", "voice", ...Object.keys(videoOptionsShape)];

/** Throws INVALID_INPUT naming the field. The database checked the payload at the door; a newer catalogue may differ. */
function toRenderRequest({
  job_id,
  attempt_id,
  job_type,
  project_id,
  payload,
  stages,
}: ClaimedAttempt): RenderRequest {
  const said = Object.fromEntries(REQUEST_FIELDS.map((name) => [name, payload[name]]));
  const parsed = renderRequestSchema.safeParse({
    ...said,
    job_id,
    attempt_id,
    job_type,
    project_id,
    input: payload,
    resume_from: checkpointsOf(stages),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError(
    "INVALID_INPUT",
    `payload.${issue?.path.join(".") ?? ""}: ${issue?.message ?? "is not valid"}`,
    {
      cause: parsed.error,
    },
  );
}

/**
 * What the first stages, as many as earlier attempts have finished, left to go on after them. undefined for nothing:
 * an orchestrator that tells of no checkpoints is sent none.
 */
function checkpointsOf(stages: ClaimedAttempt["stages"]): RenderRequest["resume_from"] {
  const unfinished = stages.findIndex(
    ({ status, checkpoint }) => status !== "completed" || checkpoint === null,
  );
  const finished = unfinished === -1 ? stages : stages.slice(0, unfinished);
  if (finished.length === 0) return undefined;
  return Object.fromEntries(finished.map(({ name, checkpoint }) => [name, checkpoint ?? {}]));
}

function reportEvent(event: RenderEvent, report: PipelineDeps["report"]): void {
  switch (event.type) {
    case "stage_started":
      report.begin(event.stage);
      break;
    case "stage_completed":
      report.finish(event.stage, event.checkpoint ?? null);
      break;
    case "progress":
      report.progress(event.stage, event.stage_ratio);
      break;
    case "log":
      report.log(event.level, event.message);
      break;
    case "ended":
      break;
  }
}

function toResult(response: RenderResponse): AttemptResult {
  return {
    video_url: response.video_url,
    thumbnail_url: response.thumbnail_url,
    duration_seconds: response.duration,
    ...(response.width_px !== undefined && { width_px: response.width_px }),
    ...(response.height_px !== undefined && { height_px: response.height_px }),
    files: response.files ?? [],
    notices: response.notices ?? [],
    ...(response.metadata && { metadata: response.metadata }),
    ...(response.quality && { quality: response.quality }),
  };
}
