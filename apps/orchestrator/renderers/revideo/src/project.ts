import { makeProject } from "@revideo/core";
import type { PiecePlan } from "../../../src/renderers/pieces/piece.ts";
import { storyboardScene } from "./storyboard-scene.ts";

/** Everything comes as data over HTTP: no word of a storyboard is ever part of a program. */
const plan = (await (await fetch("/plan.json")).json()) as PiecePlan; // written by the orchestrator beside us

await Promise.all(
  plan.fonts.map(async ({ family, weight, file }) => {
    const face = new FontFace(family, `url("/${file}")`, { weight });
    document.fonts.add(await face.load());
  }),
);

export default makeProject({
  scenes: [storyboardScene(plan)],
  settings: {
    shared: { size: { x: plan.widthPx, y: plan.heightPx }, range: [0, plan.durationSeconds] },
    rendering: { fps: plan.fps, exporter: { name: "@revideo/core/wasm" } },
  },
});
