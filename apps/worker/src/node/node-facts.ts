import type { Logger } from "pino";
import type { NodeFacts } from "../adapters/nodes.ts";
import type { Orchestrator } from "../adapters/orchestrator.ts";
import { repeat, type Repetition } from "../claim/repeat.ts";
import { findEncoding } from "./encoders.ts";
import type { RecentProjects } from "./recent-projects.ts";

const ASK_INTERVAL_MS = 30_000;

/** What a node can do, as far as it is known by now. */
export interface KnownFacts extends Repetition {
  current(): NodeFacts;
}

/** Finds out what the machine encodes with and, again and again, which renderers its orchestrator has. `onNews` when something changed. */
export function watchFacts(deps: {
  orchestrator: Pick<Orchestrator, "renderers">;
  recentProjects: RecentProjects;
  onNews(): void;
  log: Logger;
}): KnownFacts {
  let known: Omit<NodeFacts, "cached_project_ids"> = {
    gpus: [],
    encoders: [],
    ffmpeg_version: null,
    renderers: [],
  };
  const ask = async () => {
    const [encoding, renderers] = await Promise.all([findEncoding(deps.log), deps.orchestrator.renderers()]);
    known = { ...encoding, renderers };
    deps.onNews();
  };
  const asking = repeat(ASK_INTERVAL_MS, ask, (error) =>
    deps.log.warn({ err: error }, "Could not find out what this node can do"),
  );
  return { ...asking, current: () => ({ ...known, cached_project_ids: deps.recentProjects.ids() }) };
}
