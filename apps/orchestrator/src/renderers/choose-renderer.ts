import { AppError } from "@spool/contracts/app-error";
import type { JobTypeName } from "@spool/contracts/job-type-facts";
import type { SceneKind } from "@spool/contracts/scene-content";
import type { Storyboard } from "@spool/contracts/storyboard";
import type { VideoRenderer } from "@spool/contracts/video-options";
import { throwIfAborted } from "@spool/media/media-error";
import { failureWithAdvice } from "../services/failure-with-advice.ts";
import { type Engines, findEngine } from "./engines.ts";
import type { Renderer } from "./renderer.ts";

/** Who draws what nobody asked a renderer for. */
export interface RendererRules {
  byType: Readonly<Partial<Record<JobTypeName, VideoRenderer>>>;
  /** For a video that mostly shows scenes of one kind, where that renderer is there. */
  byScenes: Readonly<Partial<Record<SceneKind, VideoRenderer>>>;
}

/** What a job says of its renderer. */
export interface RendererWish {
  renderer?: VideoRenderer | undefined;
  /** Whether canvas may draw in place of what is away or fails. Without it: where no renderer was asked for by name. */
  renderer_fallback?: boolean | undefined;
}

const FORBIDDEN =
  "The job lets no other renderer stand in: run it again when this one is well, choose another, or allow canvas in its place (renderer_fallback).";

type Tell = (level: "info" | "warn", message: string) => void;

/**
 * The renderer that draws a job's storyboard: the one that the job names, else the one that its type has, else the one
 * that suits what fills most of it, else `canvas`. Choices and what stands in are told in sentences for the job's log.
 *
 * A renderer that the job names and that cannot be had throws INVALID_INPUT with what to do, or TIMEOUT when it is set up
 * and away; one that fails throws its own error with what would help, unless canvas may stand in. An abort is no failure.
 */
export function chooseRenderer(
  wish: RendererWish,
  { canvas, engines, rules }: { canvas: Renderer; engines: Engines; rules: RendererRules },
  tell: Tell,
): Renderer {
  return async (...order) => {
    const [storyboard, , signal] = order;
    const { name, reason } = choose(wish, storyboard, rules);
    if (name === "canvas") return canvas(...order);
    const mayStandIn = wish.renderer_fallback ?? reason.is !== "named";
    const instead = (why: string) => {
      tell("warn", `The renderer ${name} ${why}; canvas draws this video.`);
      return canvas(...order);
    };

    const found = await findEngine(engines, name);
    throwIfAborted(signal);
    if (found.engine === null) {
      // Nobody expects it: it would only have suited the scenes.
      if (reason.is === "scenes") return canvas(...order);
      if (mayStandIn) return instead(`cannot draw here (${found.why})`);
      throw missingError(name, found);
    }
    if (reason.is !== "named") tell("info", `The renderer ${name} draws this video: ${reason.words}.`);
    try {
      return await found.engine.renderer(...order);
    } catch (error) {
      throwIfAborted(signal);
      if (!mayStandIn) throw error instanceof AppError ? failureWithAdvice(error, FORBIDDEN) : error;
      return instead(`failed (${error instanceof Error ? error.message : String(error)})`);
    }
  };
}

/**
 * Refuses a job at once, before anything is written or spoken for it, that names a renderer which cannot be had and lets
 * no other stand in. Throws what `chooseRenderer` would throw later.
 */
export async function requireNamedRenderer(
  { renderer, renderer_fallback = false }: RendererWish,
  engines: Engines,
): Promise<void> {
  if (renderer === undefined || renderer === "canvas" || renderer_fallback) return;
  const found = await findEngine(engines, renderer);
  if (found.engine === null) throw missingError(renderer, found);
}

type Reason = { is: "named" } | { is: "type" | "scenes" | "default"; words: string };

function choose(
  { renderer }: RendererWish,
  storyboard: Storyboard,
  { byType, byScenes }: RendererRules,
): { name: VideoRenderer; reason: Reason } {
  if (renderer !== undefined) return { name: renderer, reason: { is: "named" } };
  const ofType = byType[storyboard.jobType];
  if (ofType !== undefined)
    return {
      name: ofType,
      reason: { is: "type", words: `it is set for jobs of type ${storyboard.jobType}` },
    };
  const kind = mainKind(storyboard);
  const ofScenes = kind === null ? undefined : byScenes[kind];
  if (ofScenes !== undefined)
    return {
      name: ofScenes,
      reason: { is: "scenes", words: `scenes of kind ${String(kind)} fill most of it` },
    };
  return { name: "canvas", reason: { is: "default", words: "nothing else was set" } };
}

/** The kind of scene that fills at least half of the time between title and summary; null for a mixture. */
function mainKind({ scenes }: Storyboard): SceneKind | null {
  const seconds = new Map<SceneKind, number>();
  let total = 0;
  for (const { content, startSeconds, endSeconds } of scenes) {
    if (content.kind === "title" || content.kind === "summary") continue;
    const length = endSeconds - startSeconds;
    seconds.set(content.kind, (seconds.get(content.kind) ?? 0) + length);
    total += length;
  }
  const [longest] = [...seconds].sort(([, a], [, b]) => b - a);
  return longest !== undefined && longest[1] >= total / 2 ? longest[0] : null;
}

function missingError(name: string, { isSetUp, why }: { isSetUp: boolean; why: string }): AppError {
  return new AppError(
    isSetUp ? "TIMEOUT" : "INVALID_INPUT",
    `The renderer ${name} cannot draw here: ${why.replace(/[.]$/, "")}. Set it up (docs/renderers.md), give the job to a ` +
      `node that has it (requirements.renderer), choose another renderer, or allow canvas in its place (renderer_fallback).`,
  );
}
