import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Storyboard } from "@spool/contracts/storyboard";
import type { Media } from "@spool/media/open-media";
import { findChromium } from "../../../apps/orchestrator/src/renderers/revideo/find-chromium.ts";
import { findRevideo } from "../../../apps/orchestrator/src/renderers/revideo/installation.ts";
import { createRevideoRenderer } from "../../../apps/orchestrator/src/renderers/revideo/revideo-renderer.ts";
import { type Figure, figure } from "../report.ts";

/**
 * How long canvas took for a storyboard's picture, beside Revideo, which draws the same storyboard with its own nodes in a
 * headless Chromium, start-up and encoding included on both sides. Where Revideo is not installed the peer says so.
 */
export async function besideRevideo(
  media: Media,
  storyboard: Storyboard,
  canvasSeconds: number,
  folder: string,
): Promise<Figure> {
  const [name, unit] = ["drawn_and_encoded_s", "s"];
  const installation = findRevideo(findChromium(process.env["CHROMIUM_PATH"]));
  if ("missing" in installation)
    return { ...figure(name, canvasSeconds, unit), peer: `not installed: ${installation.missing}` };
  const own = join(folder, "revideo-peer");
  await mkdir(own);
  const render = createRevideoRenderer({ media, installation, path: process.env["PATH"] ?? "" });
  const startedAt = performance.now();
  await render(storyboard, own, new AbortController().signal, () => undefined);
  const value = (performance.now() - startedAt) / 1000;
  return figure(name, canvasSeconds, unit, { name: "Revideo 0.11 draws the same storyboard", value });
}
