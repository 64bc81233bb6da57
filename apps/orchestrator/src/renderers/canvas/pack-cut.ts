import type { Cut } from "./cut-scene.ts";
import { evened, fillOneByOne, type Run } from "./even-runs.ts";
import { isFitting, withLargerType } from "./fitting.ts";
import type { Stage } from "./scene-plan.ts";

/**
 * As few runs as fit, of about equal weight: in larger type where everything finds room in it, otherwise in the
 * smallest. One that does not fit alone is a run of its own.
 */
export function pack(cut: Cut, stage: Stage): readonly Run[] {
  const roomy = withLargerType(stage);
  const hasRoomIn =
    (at: Stage) =>
    ({ from, to }: Run) =>
      isFitting(cut.take(from, to).content, at);
  const hasRoom = hasRoomIn(roomy);
  const full = fillOneByOne(cut.length, hasRoom);
  if (full.every((run) => run.to - run.from > 1 || hasRoom(run))) return evened(cut, full, hasRoom);
  return evened(cut, fillOneByOne(cut.length, hasRoomIn(stage)), hasRoomIn(stage));
}
