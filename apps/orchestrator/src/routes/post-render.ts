import { CATEGORY_POLICY, toAppError } from "@spool/contracts/app-error";
import { type RenderRequest, renderRequestSchema, type RenderResponse } from "@spool/contracts/render-api";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Logger } from "pino";
import type { RenderedVideo } from "../render-video.ts";
import type { ActiveRenders } from "../renders/active-renders.ts";
import { errorAnswer } from "./error-answer.ts";
import { withPayloadOptions } from "./payload-options.ts";

/** Twice what the database accepts as a payload, so that it is the database that says no first. */
const BODY_MAX_BYTES = 512 * 1024;

export type RenderJob = (
  request: RenderRequest,
  signal: AbortSignal,
  emit: Parameters<Parameters<ActiveRenders["run"]>[2]>[1],
) => Promise<RenderedVideo>;

/** `POST /render`: answers when the video is there. The caller hangs up to cancel. */
export function postRender(renders: ActiveRenders, renderJob: RenderJob, log: Logger): Hono {
  const app = new Hono();
  app.post("/render", bodyLimit({ maxSize: BODY_MAX_BYTES, onError: refuseBody }), async (context) => {
    const body: unknown = await context.req.json().catch(() => undefined);
    const parsed = renderRequestSchema.safeParse(body);
    if (!parsed.success) {
      const message = body === undefined ? "The body is not JSON." : describeIssue(parsed.error.issues[0]);
      return context.json({ error: "invalid_request", message, status: 400 }, 400);
    }
    const request = withPayloadOptions(parsed.data);
    const fields = { jobId: request.job_id, attemptId: request.attempt_id, jobType: request.job_type };
    const startedAtMs = performance.now();
    log.info(fields, "Render requested");
    try {
      const video = await renders.run(request, context.req.raw.signal, (signal, emit) =>
        renderJob(request, signal, emit),
      );
      const processingMs = Math.round(performance.now() - startedAtMs);
      const { framesDrawn, framesEncoded, durationSeconds } = video;
      log.info({ ...fields, processingMs, framesDrawn, framesEncoded, durationSeconds }, "Render completed");
      return context.json(toResponse(video, processingMs));
    } catch (error) {
      const failure = toAppError(error);
      log[CATEGORY_POLICY[failure.category].logLevel](
        { ...fields, ...failure.context, err: failure },
        "Render failed",
      );
      const { body: answer, retryAfterSeconds } = errorAnswer(failure);
      if (retryAfterSeconds !== undefined)
        context.header("Retry-After", String(Math.ceil(retryAfterSeconds)));
      return Response.json(answer, { status: answer.status, headers: context.res.headers });
    }
  });
  return app;
}

function refuseBody(context: Context): Response {
  // The rest of the body is not read, so this connection cannot carry another request.
  context.header("Connection", "close");
  const message = `The body is larger than ${BODY_MAX_BYTES} bytes.`;
  return context.json({ error: "too_large", message, status: 413 }, 413);
}

function toResponse(video: RenderedVideo, processingMs: number): RenderResponse {
  return {
    video_url: video.videoUrl,
    thumbnail_url: video.thumbnailUrl,
    duration: video.durationSeconds,
    processing_time_ms: processingMs,
    files: video.files,
    ...(video.widthPx === null ? {} : { width_px: video.widthPx }),
    ...(video.heightPx === null ? {} : { height_px: video.heightPx }),
    notices: [...video.notices],
    quality: video.quality,
    metadata: video.metadata,
  };
}

function describeIssue(issue: { path: PropertyKey[]; message: string } | undefined): string {
  if (issue === undefined) return "The body is not valid.";
  const path = issue.path.map(String).join(".");
  return path === "" ? `The body: ${issue.message}.` : `${path}: ${issue.message}.`;
}
