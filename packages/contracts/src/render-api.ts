import { z } from "zod";
import { jobTypeSchema } from "./job-catalogue.ts";
import { videoLengthSchema, videoOptionsShape, videoStyleSchema, videoVoiceSchema } from "./video-options.ts";
import { videoMetadataSchema, videoQualitySchema } from "./video-results.ts";

export const RENDER_STAGES = ["script", "narrate", "render", "package"] as const;
export const renderStageSchema = z.enum(RENDER_STAGES);
export type RenderStage = z.infer<typeof renderStageSchema>;

/** What a finished stage left, in words that only the orchestrator understands. */
const checkpointSchema = z.record(z.string(), z.unknown());

/** Body of `POST /render`. `input` is the job's payload, or a bare text. `length` is in seconds. */
export const renderRequestSchema = z.object({
  job_id: z.uuid(),
  /** Fencing token. The attempt that arrives later replaces the one that runs. */
  attempt_id: z.uuid().optional(),
  job_type: jobTypeSchema,
  /** Whose uploads the pictures of `input` may be. Without it they may be none. */
  project_id: z.uuid().optional(),
  input: z.union([z.string().min(1), z.record(z.string(), z.unknown())]),
  style: videoStyleSchema.default("concise"),
  length: videoLengthSchema.default(60),
  voice: videoVoiceSchema.default("default"),
  /** What the payload says of these holds, where `input` is one. */
  ...videoOptionsShape,
  /**
   * Checkpoints that `stage_completed` told of in earlier attempts. The render goes on after the last stage whose
   * checkpoint still holds; it may as well begin anew.
   */
  resume_from: z.partialRecord(renderStageSchema, checkpointSchema).optional(),
});
export type RenderRequest = z.infer<typeof renderRequestSchema>;

export const renderedFileSchema = z.object({
  kind: z.enum([
    "video",
    "thumbnail",
    "poster",
    "captions",
    "subtitles",
    "chapters",
    "storyboard",
    "script",
    "hls",
    "picture",
  ]),
  bucket: z.string(),
  path: z.string(),
  content_type: z.string(),
  size_bytes: z.number().int().nonnegative(),
});
export type RenderedFile = z.infer<typeof renderedFileSchema>;

/**
 * Answer of `POST /render`. The first four fields are what every orchestrator gives;
 * ours adds where the files lie and what a person should know about the result.
 */
export const renderResponseSchema = z.object({
  video_url: z.url(),
  thumbnail_url: z.url(),
  /** Length of the video in seconds. */
  duration: z.number().positive(),
  processing_time_ms: z.number().nonnegative(),
  files: z.array(renderedFileSchema).optional(),
  width_px: z.number().int().positive().optional(),
  height_px: z.number().int().positive().optional(),
  /** Sentences for the submitter, such as what was left out of a text that was too long. */
  notices: z.array(z.string()).optional(),
  metadata: videoMetadataSchema.optional(),
  quality: videoQualitySchema.optional(),
});
export type RenderResponse = z.infer<typeof renderResponseSchema>;

/** Body of every refusal. `error` is a word for programs, `message` a sentence for people. */
export const renderErrorSchema = z.object({
  error: z.string(),
  message: z.string(),
  status: z.number().int(),
});
export type RenderError = z.infer<typeof renderErrorSchema>;

/** One server-sent event of `GET /render/{job_id}/events[?attempt_id=]`: the SSE event name is `type`, its data this object. */
export const renderEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("stage_started"), stage: renderStageSchema }),
  z.object({
    type: z.literal("stage_completed"),
    stage: renderStageSchema,
    /** What a later attempt needs to go on after this stage. */
    checkpoint: checkpointSchema.optional(),
  }),
  /** `stage_ratio` is how much of the stage is done, 0 to 1. */
  z.object({ type: z.literal("progress"), stage: renderStageSchema, stage_ratio: z.number().min(0).max(1) }),
  z.object({
    type: z.literal("log"),
    stage: renderStageSchema.optional(),
    level: z.enum(["debug", "info", "warn", "error"]),
    message: z.string(),
  }),
  /** The last event of a stream. What came of it is the answer of `POST /render`. */
  z.object({ type: z.literal("ended"), outcome: z.enum(["completed", "failed", "cancelled", "replaced"]) }),
]);
export type RenderEvent = z.infer<typeof renderEventSchema>;

/** Answer of `GET /capabilities`. An orchestrator that has no such address renders by one way of its own. */
export const orchestratorCapabilitiesSchema = z.object({ renderers: z.array(z.string()) });
export type OrchestratorCapabilities = z.infer<typeof orchestratorCapabilitiesSchema>;
