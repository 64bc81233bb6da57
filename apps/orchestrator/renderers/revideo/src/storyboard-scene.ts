import { Gradient, makeScene2D, Node, Rect } from "@revideo/2d";
import type { Piece, PiecePlan } from "../../../src/renderers/pieces/piece.ts";
import { type Actor, makeActor } from "./actors.ts";

/** Plays the pieces of a plan: each is in the picture for as long as it lives, and looks as its time says. */
export function storyboardScene(plan: PiecePlan) {
  const { widthPx, heightPx, fps, background } = plan;
  return makeScene2D("storyboard", function* (view) {
    const gradient = new Gradient({
      type: "linear",
      from: [0, -heightPx / 2],
      to: [0, heightPx / 2],
      stops: [
        { offset: 0, color: background.top },
        { offset: 1, color: background.bottom },
      ],
    });
    view.add(new Rect({ width: widthPx, height: heightPx, fill: gradient }));
    // The origin of a plan is the upper left corner, that of Revideo the middle.
    const stage = new Node({ x: -widthPx / 2, y: -heightPx / 2 });
    view.add(stage);

    const waiting = [...plan.pieces.entries()].sort(([, a], [, b]) => a.fromSeconds - b.fromSeconds);
    const playing = new Map<number, { piece: Piece; actor: Actor }>();
    const frames = Math.ceil(plan.durationSeconds * fps) + 1;
    for (let frame = 0; frame < frames; frame += 1) {
      const now = frame / fps;
      for (const [order, { piece, actor }] of playing) {
        if (now < piece.untilSeconds) continue;
        actor.node.remove();
        actor.node.dispose();
        playing.delete(order);
      }
      for (let next = waiting[0]; next !== undefined && next[1].fromSeconds <= now; next = waiting[0]) {
        waiting.shift();
        const [order, piece] = next;
        if (piece.untilSeconds <= now) continue;
        const actor = makeActor(piece);
        actor.node.zIndex(order); // what comes later in the plan lies above
        playing.set(order, { piece, actor });
        stage.add(actor.node);
      }
      for (const { actor } of playing.values()) actor.play(now);
      yield;
    }
  });
}
