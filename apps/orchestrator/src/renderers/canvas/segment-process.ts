/** Draws segments of one storyboard, in a process of its own: one of them for each core. Started by `draw-lanes.ts`. */
import type { Media } from "@spool/media/open-media";
import { toAppError } from "@spool/contracts/app-error";
import type { Storyboard } from "@spool/contracts/storyboard";
import { openDrawing } from "./drawing.ts";
import { drawSegment, FPS, type SegmentCounts } from "./draw-segment.ts";
import type { Segment } from "./plan-segments.ts";

/** The first message opens a storyboard; the others each order a segment, one after the other. */
export type LaneOrder =
  | { type: "open"; storyboard: Storyboard; folder: string; scale: number; media: Media }
  | { type: "draw"; segment: Segment; path: string };

export type LaneReport =
  | { type: "opened" }
  | { type: "frames"; segmentIndex: number; doneRatio: number }
  | ({ type: "drawn" } & SegmentCounts)
  | { type: "failed"; category: string; message: string; context: Readonly<Record<string, unknown>> };

const PROGRESS_EVERY_FRAMES = 10;

const stopping = new AbortController();
process.on("SIGTERM", () => stopping.abort());
process.on("SIGINT", () => undefined); // the starter is told as well, and it ends us
process.on("disconnect", () => stopping.abort());
stopping.signal.addEventListener("abort", () => {
  if (!isDrawing) process.exit();
});

let isDrawing = false;
let opened: { drawing: ReturnType<typeof openDrawing>; storyboard: Storyboard; media: Media } | undefined;

process.on("message", (order: LaneOrder) => {
  handle(order)
    .then(report)
    .catch((error: unknown) => {
      const { category, message, context } = toAppError(error);
      report({ type: "failed", category, message, context });
    })
    .finally(() => {
      if (stopping.signal.aborted && !isDrawing) process.exit();
    });
});

async function handle(order: LaneOrder): Promise<LaneReport> {
  if (order.type === "open") {
    const { storyboard, folder, scale, media } = order;
    opened = { drawing: openDrawing(storyboard, folder, scale), storyboard, media };
    await opened.drawing;
    return { type: "opened" };
  }
  if (opened === undefined) throw new Error("A segment was ordered before a storyboard was opened.");
  const { segment, path } = order;
  const { fromFrame, untilFrame, index } = segment;
  const keyframeAtSeconds = opened.storyboard.scenes
    .map(({ startSeconds }) => startSeconds - fromFrame / FPS)
    .filter((atSeconds) => atSeconds >= 0 && atSeconds < (untilFrame - fromFrame) / FPS);
  let lastReported = fromFrame;
  const drawing = await opened.drawing;
  isDrawing = true;
  const counts = await drawSegment(
    drawing,
    segment,
    { path, keyframeAtSeconds },
    {
      media: opened.media,
      signal: stopping.signal,
      onFrame: (frame) => {
        if (frame - lastReported < PROGRESS_EVERY_FRAMES) return;
        lastReported = frame;
        report({
          type: "frames",
          segmentIndex: index,
          doneRatio: (frame - fromFrame) / (untilFrame - fromFrame),
        });
      },
    },
  ).finally(() => (isDrawing = false));
  return { type: "drawn", ...counts };
}

function report(message: LaneReport): void {
  // The starter may be gone; then so are we, soon.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}
