import { tmpdir } from "node:os";
import type { JobTypeName } from "@spool/contracts/job-catalogue";
import type { VideoTheme } from "@spool/contracts/video-themes";
import { openDrawing } from "../../apps/orchestrator/src/renderers/canvas/drawing.ts";
import { layerPainter } from "../../apps/orchestrator/src/renderers/canvas/paint-layers.ts";
import { estimateSeconds } from "../../apps/orchestrator/src/script/pacing.ts";
import { readMaterial } from "../../apps/orchestrator/src/script/read-material.ts";
import { writeScript } from "../../apps/orchestrator/src/script/write-script.ts";
import { buildStoryboard } from "../../apps/orchestrator/src/storyboard/build-storyboard.ts";

/** Of full HD: as large as the overview shows it on a fine screen. */
const SCALE = 1 / 4;
const LENGTH_SECONDS = 60;
/** All of the first scene has come by then. */
const BEFORE_END_SECONDS = 0.5;

/** The first scene of the video that a question would become, as PNG. */
export async function drawThumbnail(
  jobType: JobTypeName,
  question: string,
  theme: VideoTheme,
): Promise<Buffer> {
  const material = readMaterial(jobType, { question });
  const script = writeScript(
    material,
    { jobType, style: "concise", lengthSeconds: LENGTH_SECONDS },
    estimateSeconds,
  );
  const storyboard = {
    ...buildStoryboard({
      script,
      lengthSeconds: LENGTH_SECONDS,
      secondsOf: estimateSeconds,
      speechOf: () => null,
    }),
    theme,
  };
  const drawing = await openDrawing(storyboard, tmpdir(), SCALE);
  const painter = layerPainter(drawing.layers, drawing.backdrop, drawing, SCALE);
  painter.paint((storyboard.scenes[0]?.endSeconds ?? 1) - BEFORE_END_SECONDS);
  return painter.toPng();
}
