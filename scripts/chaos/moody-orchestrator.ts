import { setTimeout as delay } from "node:timers/promises";
import {
  dieHalfWay,
  hang,
  hangUp,
  refuse,
  sendHtml,
  startFakeOrchestrator,
  succeed,
  type Answer,
} from "@spool/testing/fake-orchestrator";
import type { Random } from "./random.ts";

export interface MoodyOrchestrator {
  url: string;
  /** Attempts whose render was answered with a finished video. */
  finishedAttempts: ReadonlySet<string>;
  /** Nobody gets an answer for so long, and whoever waits for one loses its connection. */
  goAway(pauseMs: number): Promise<void>;
  /** From now on every render succeeds at once. */
  calmDown(): void;
  close(): Promise<void>;
}

/** Stands in for the orchestrator, as one that is quick, slow, busy, wrong or gone, so that no time goes into rendering. */
export async function startMoodyOrchestrator(random: Random): Promise<MoodyOrchestrator> {
  const finishedAttempts = new Set<string>();
  const finish: Answer = (response, render) => {
    if (response.destroyed) return; // cancelled: a real one stops as well
    finishedAttempts.add(render.request.attempt_id ?? "");
    succeed(response, render);
  };
  const finishAfter =
    (leastMs: number, mostMs: number): Answer =>
    (response, render) =>
      void delay(random.between(leastMs, mostMs)).then(() => finish(response, render));
  const hangForAWhile: Answer = (response, render) => {
    hang(response, render);
    void delay(random.between(5_000, 12_000)).then(() => response.destroy());
  };
  /** Weighted by how often each stands here. */
  const moods: readonly [Answer, ...Answer[]] = [
    finishAfter(2_000, 6_000),
    ...Array<Answer>(5).fill(finishAfter(2_000, 6_000)),
    ...Array<Answer>(30).fill(finishAfter(20, 800)),
    hangForAWhile,
    refuse(500),
    refuse(503),
    refuse(429, { "retry-after": "1" }),
    refuse(422),
    hangUp,
    dieHalfWay,
    sendHtml(200),
  ];

  const waiting = new Set<() => void>();
  let isAway = false;
  let isCalm = false;
  const fake = await startFakeOrchestrator((response, render) => {
    if (isAway) {
      response.destroy();
      return;
    }
    const cut = () => response.destroy();
    waiting.add(cut);
    response.on("close", () => waiting.delete(cut));
    (isCalm ? finish : random.pick(moods))(response, render);
  });

  return {
    url: fake.url,
    finishedAttempts,
    async goAway(pauseMs) {
      isAway = true;
      for (const cut of waiting) cut();
      fake.breakStreams();
      await delay(pauseMs);
      isAway = false;
    },
    calmDown: () => void (isCalm = true),
    close: () => fake.close(),
  };
}
