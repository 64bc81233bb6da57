import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { AppError } from "@spool/contracts/app-error";
import {
  RENDER_STAGES,
  type RenderEvent,
  type RenderRequest,
  type RenderStage,
} from "@spool/contracts/render-api";
import { throwIfAborted } from "@spool/media/media-error";
import { z } from "zod";
import { requestDigest } from "./request-digest.ts";
import type { WorkStorage } from "./work-storage.ts";

/** To be raised when a stage leaves something else than before: what an older orchestrator left is then made anew. */
const FORMAT = 1;

/** Where renderers that draw in parts leave them, in the folder of a render. */
const PARTS = "segments";
const PART_NAME = /^[a-z0-9][a-z0-9-]*\.mkv$/;

const checkpointSchema = z.object({
  format: z.literal(FORMAT),
  request: z.string(),
  files: z.array(
    z.object({
      /** In the folder of a render. It comes from outside, and must not lead out of there. */
      name: z.string().regex(/^[a-z0-9][a-z0-9-]*\.[a-z0-9]+$/),
      path: z.string(),
      sha256: z.string(),
    }),
  ),
});
type Checkpoint = z.infer<typeof checkpointSchema>;

export interface Checkpoints {
  /** Brings back what earlier attempts left of this video, and says which stages need not run again: the first few, or none. */
  restore(signal: AbortSignal): Promise<ReadonlySet<RenderStage>>;
  /**
   * Stores what a stage left in the folder. undefined for a render without an attempt, which nobody could go on with,
   * and when Storage does not take it: a stage is not to fail for that.
   */
  keep(stage: RenderStage, names: readonly string[], signal: AbortSignal): Promise<Checkpoint | undefined>;
  /** Brings back the parts of a picture that earlier attempts have finished. What cannot be had is made again. */
  restoreParts(signal: AbortSignal): Promise<void>;
  /**
   * Stores a finished part of a picture. Its name says what is in it and how that is drawn, so that an attempt which
   * was given up on may write it too: it writes the same.
   */
  keepPart(path: string, signal: AbortSignal): Promise<void>;
  /** Removes what is stored, so that the next attempt begins anew. */
  forget(): Promise<void>;
}

/** The checkpoints of one render, whose stages work in `folder`. */
export function openCheckpoints(
  request: RenderRequest,
  folder: string,
  storage: WorkStorage,
  emit: (event: RenderEvent) => void,
): Checkpoints {
  const digest = requestDigest(request);
  const stored = new Set<string>();
  const partsPrefix = `${request.job_id}/${PARTS}`;
  const log = (level: "info" | "warn", message: string, stage?: RenderStage) =>
    emit({ type: "log", level, message, ...(stage && { stage }) });

  /** Null for one that is not of this job and this video. */
  const read = (given: unknown): Checkpoint | null => {
    const { data } = checkpointSchema.safeParse(given);
    if (data === undefined || data.request !== digest) return null;
    return data.files.every(({ path }) => path.startsWith(`${request.job_id}/`)) ? data : null;
  };

  const bringBack = async ({ files }: Checkpoint, signal: AbortSignal) => {
    for (const { name, path, sha256 } of files) {
      await storage.get(path, join(folder, name), signal);
      if ((await sha256Of(join(folder, name))) !== sha256)
        throw new AppError("UNKNOWN", `${path} is not what was stored there.`);
      stored.add(path);
    }
  };

  return {
    async restore(signal) {
      const restored = new Set<RenderStage>();
      const given = request.resume_from ?? {};
      for (const stage of RENDER_STAGES) {
        if (given[stage] === undefined) break;
        const checkpoint = read(given[stage]);
        if (checkpoint === null) {
          log(
            "info",
            `What was finished before is of no use any more from stage ${stage} on: it was for another request.`,
          );
          break;
        }
        try {
          await bringBack(checkpoint, signal);
        } catch (error) {
          throwIfAborted(signal);
          const reason = error instanceof Error ? error.message : String(error);
          log("warn", `What stage ${stage} left cannot be used and is made again. ${reason}`);
          break;
        }
        restored.add(stage);
      }
      const last = [...restored].at(-1);
      if (last !== undefined) log("info", `Going on after stage ${last}, which an earlier attempt finished.`);
      return restored;
    },

    async keep(stage, names, signal) {
      if (request.attempt_id === undefined) return undefined;
      const prefix = `${request.job_id}/${request.attempt_id}`;
      try {
        const files = await Promise.all(
          names.map(async (name) => {
            const path = `${prefix}/${name}`;
            await storage.put(join(folder, name), path, signal);
            stored.add(path);
            return { name, path, sha256: await sha256Of(join(folder, name)) };
          }),
        );
        return { format: FORMAT, request: digest, files };
      } catch (error) {
        throwIfAborted(signal);
        const reason = error instanceof Error ? error.message : String(error);
        log("warn", `A later attempt would have to do stage ${stage} again. ${reason}`, stage);
        return undefined;
      }
    },

    async restoreParts(signal) {
      if (request.attempt_id === undefined || request.resume_from === undefined) return;
      try {
        await mkdir(join(folder, PARTS), { recursive: true });
        const names = (await storage.list(partsPrefix, signal)).filter((name) => PART_NAME.test(name));
        for (const name of names) {
          await storage.get(`${partsPrefix}/${name}`, join(folder, PARTS, name), signal);
          stored.add(`${partsPrefix}/${name}`);
        }
        if (names.length > 0)
          log("info", `Parts of the picture that are there already: ${names.length}.`, "render");
      } catch (error) {
        throwIfAborted(signal);
        const reason = error instanceof Error ? error.message : String(error);
        log("warn", `Finished parts of the picture cannot be had and are drawn again. ${reason}`, "render");
      }
    },

    async keepPart(path, signal) {
      if (request.attempt_id === undefined) return;
      const key = `${partsPrefix}/${basename(path)}`;
      try {
        await storage.put(path, key, signal);
        stored.add(key);
      } catch (error) {
        throwIfAborted(signal);
        const reason = error instanceof Error ? error.message : String(error);
        log("warn", `A later attempt would have to draw a part of the picture again. ${reason}`, "render");
      }
    },

    forget: () => storage.remove([...stored]),
  };
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}
