import { INSPECTION } from "@spool/media/args/inspect-video";
import type { SceneKind } from "@spool/contracts/scene-content";
import type { Storyboard } from "@spool/contracts/storyboard";

/** How much a scene tells at one look what a video is about. */
const TELLING: Record<SceneKind, number> = {
  chart: 1.6,
  formula: 1.5,
  comparison: 1.4,
  image: 1.4,
  table: 1.3,
  steps: 1.2,
  bullets: 1.2,
  question: 1.1,
  summary: 1.1,
  quote: 1,
  code: 1,
  title: 0.9,
  statement: 0.8,
};
/** All parts have come, and the next scene has not begun. */
const BEFORE_END_SECONDS = 0.3;
const EDGE_LUMA = 24;

/** The moment, in seconds, that shows most of what a video is about: the fullest picture of the most telling scenes. */
export function choosePosterSeconds(pictures: readonly Uint8Array[], { scenes }: Storyboard): number {
  let best = { score: -1, atSeconds: 0 };
  for (const { content, startSeconds, endSeconds } of scenes) {
    const atSeconds = Math.max(startSeconds, endSeconds - BEFORE_END_SECONDS);
    const picture = pictures[Math.floor(atSeconds * INSPECTION.fps)];
    if (picture === undefined) continue;
    const score = TELLING[content.kind] * fullness(picture);
    if (score > best.score) best = { score, atSeconds };
  }
  return best.atSeconds;
}

/** Part of the pixels that differ from the one beside them: text and lines do, an empty ground does not. */
function fullness(picture: Uint8Array): number {
  let edges = 0;
  for (let index = 1; index < picture.length; index += 1) {
    if (index % INSPECTION.widthPx === 0) continue;
    if (Math.abs((picture[index] ?? 0) - (picture[index - 1] ?? 0)) > EDGE_LUMA) edges += 1;
  }
  return edges / picture.length;
}
