import { setTimeout as delay } from "node:timers/promises";
import type { VideoRenderer } from "@spool/contracts/video-options";
import type { Renderer } from "./renderer.ts";

/** Whether something can draw at the moment, and if not why: half a sentence that says what to do about it. */
export type Presence =
  | { is: "there" }
  /** It was never set up on this machine: trying again does not help. */
  | { is: "missing"; why: string }
  /** It is set up, and does not work right now. */
  | { is: "away"; why: string };

/** One way to a renderer beside canvas: a program on this machine, or a service by URL. */
export interface Engine {
  presence(): Promise<Presence>;
  renderer: Renderer;
}

export type EngineName = Exclude<VideoRenderer, "canvas">;

/** The ways to each renderer, in the order in which they are tried. */
export type Engines = Readonly<Partial<Record<EngineName, readonly Engine[]>>>;

/** The first engine of a name that is there; otherwise why none is. */
export async function findEngine(
  engines: Engines,
  name: EngineName,
): Promise<{ engine: Engine } | { engine: null; isSetUp: boolean; why: string }> {
  const reasons: string[] = [];
  let isSetUp = false;
  for (const engine of engines[name] ?? []) {
    const presence = await engine.presence();
    if (presence.is === "there") return { engine };
    isSetUp ||= presence.is === "away";
    reasons.push(presence.why);
  }
  return { engine: null, isSetUp, why: reasons.join("; ") || "it is not set up on this machine" };
}

const REMEMBERED_MS = 10_000;
const ANSWER_WITHIN_MS = 1_500;

/**
 * Tells which renderers are really there, canvas first, within a second and a half: what takes longer to find out is
 * told the next time.
 */
export function presentRenderers(engines: Engines): () => Promise<string[]> {
  let known: string[] = ["canvas"];
  let askedAtMs = -Infinity;
  let asking: Promise<void> = Promise.resolve();
  const ask = async () => {
    const names = Object.keys(engines) as EngineName[]; // its keys are no others
    const found = await Promise.all(
      names.map(async (name) => (await findEngine(engines, name)).engine !== null),
    );
    known = ["canvas", ...names.filter((_name, index) => found[index])];
  };
  return async () => {
    if (performance.now() - askedAtMs > REMEMBERED_MS) {
      askedAtMs = performance.now();
      asking = ask();
    }
    const late = new AbortController();
    await Promise.race([asking, delay(ANSWER_WITHIN_MS, null, { signal: late.signal }).catch(() => null)]);
    late.abort();
    return known;
  };
}
