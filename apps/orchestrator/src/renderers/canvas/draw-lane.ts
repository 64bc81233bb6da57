import { fork } from "node:child_process";
import { once } from "node:events";
import { AppError, errorCategorySchema } from "@spool/contracts/app-error";
import type { Media } from "@spool/media/open-media";
import type { Storyboard } from "@spool/contracts/storyboard";
import type { SegmentCounts } from "./draw-segment.ts";
import type { Segment } from "./plan-segments.ts";
import type { LaneOrder, LaneReport } from "./segment-process.ts";

/** An encoder that was told to stop needs at most this long to end. */
const STOP_WITHIN_MS = 8_000;

export interface DrawLane {
  /** Draws one segment into `path`. One at a time. */
  draw(segment: Segment, path: string, onProgress: (doneRatio: number) => void): Promise<SegmentCounts>;
  /** Ends the process and what it runs; resolves when it is gone. */
  close(): Promise<void>;
}

/**
 * A process that draws segments. It is one, not a thread, because the font registry is shared by all threads and one
 * lock guards it; and because a crash in the drawing library ends a video and not the server.
 */
export function openDrawLane(storyboard: Storyboard, folder: string, scale: number, media: Media): DrawLane {
  const child = fork(new URL("./segment-process.ts", import.meta.url), {
    // What is drawn lies outside V8's heap: a large nursery would only be held, 25 MB in each process.
    execArgv: ["--max-semi-space-size=4"],
    serialization: "advanced", // as JSON the sets of `media` would arrive empty
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const gone = once(child, "close");
  const order = (message: LaneOrder) => child.send(message, () => undefined); // a lost one is noticed by the exit
  order({ type: "open", storyboard, folder, scale, media });

  return {
    draw(segment, path, onProgress) {
      const { promise, resolve, reject } = Promise.withResolvers<SegmentCounts>();
      const onMessage = (message: unknown) => {
        const report = message as LaneReport; // our own module is at the other end
        switch (report.type) {
          case "opened":
            break;
          case "frames":
            onProgress(report.doneRatio);
            break;
          case "drawn":
            resolve(report);
            break;
          case "failed":
            reject(
              new AppError(errorCategorySchema.parse(report.category), report.message, {
                context: report.context,
              }),
            );
            break;
        }
      };
      const onExit = (exitCode: number | null, endSignal: string | null) =>
        reject(
          new AppError(
            "UNKNOWN",
            "The process that draws ended unexpectedly. The machine may be short of memory.",
            {
              context: { exit_code: exitCode, signal: endSignal, segment: segment.index },
            },
          ),
        );
      child.on("message", onMessage);
      child.on("exit", onExit);
      child.on("error", reject);
      if (child.exitCode !== null || child.signalCode !== null) onExit(child.exitCode, child.signalCode);
      else order({ type: "draw", segment, path });
      return promise.finally(() => {
        child.off("message", onMessage);
        child.off("exit", onExit);
        child.off("error", reject);
      });
    },
    async close() {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), STOP_WITHIN_MS);
      await gone;
      clearTimeout(timer);
    },
  };
}
