import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Media } from "@spool/media/open-media";
import { planPieces } from "./pieces/plan-pieces.ts";
import type { Renderer } from "./renderer.ts";
import { type EngineOrder, runEngine } from "./run-engine.ts";
import { takePicture } from "./take-picture.ts";

/** A program of others that draws the pieces of a storyboard. */
interface EngineProgram {
  /** What a sentence calls it, such as "Revideo". */
  name: string;
  /** A run may take `startSeconds`, and `perSecond` for each second of the video. */
  limit: { startSeconds: number; perSecond: number };
  /** Puts what the program works on into `scratch`, a new folder; returns how it is called. */
  prepare(
    scratch: string,
    planned: Awaited<ReturnType<typeof planPieces>>,
  ): Promise<Pick<EngineOrder, "command" | "args" | "cwd" | "env">>;
  /** Moves the video that the program left in `scratch` to `drawnPath`. */
  bringVideo(scratch: string, drawnPath: string): Promise<void>;
}

/** A program tells how far it is by lines of its output. */
const PROGRESS = /^spool-progress ([\d.]+)$/gm;

/** Draws with another program, in a folder of its own that is gone afterwards. */
export function createEngineRenderer(media: Media, program: EngineProgram): Renderer {
  const { name, limit } = program;
  return async (storyboard, folder, signal, onProgress) => {
    const scratch = join(folder, name.toLowerCase());
    const drawnPath = join(folder, "drawn.mp4");
    try {
      await mkdir(scratch, { recursive: true });
      const call = await program.prepare(scratch, await planPieces(storyboard, folder));
      await runEngine({
        ...call,
        name,
        worksIn: folder,
        timeLimitSeconds: limit.startSeconds + limit.perSecond * storyboard.durationSeconds,
        signal,
        onOutput: (text) => {
          const ratio = Number([...text.matchAll(PROGRESS)].at(-1)?.[1]);
          if (ratio <= 1) onProgress(ratio);
        },
      });
      await program.bringVideo(scratch, drawnPath);
    } finally {
      await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
    }
    onProgress(1);
    return takePicture(media, drawnPath, signal);
  };
}
