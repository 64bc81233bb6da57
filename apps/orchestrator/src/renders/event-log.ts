import type { RenderEvent } from "@spool/contracts/render-api";

/** Progress is told again when it moved on by this much. */
const PROGRESS_STEP_RATIO = 0.01;

type Ended = Extract<RenderEvent, { type: "ended" }>["outcome"];

/** What happened in one render. Whoever comes late is told everything again from the start, in the same order. */
export interface EventLog {
  add(event: RenderEvent): void;
  /** Adds the last event, unless there is one already. */
  end(outcome: Ended): void;
  /** All events so far and those to come, up to and with `ended`. Stops when `signal` aborts. */
  follow(signal: AbortSignal): AsyncGenerator<RenderEvent>;
}

export function createEventLog(): EventLog {
  const events: RenderEvent[] = [];
  const waiting = new Set<() => void>();
  let isEnded = false;
  let lastRatio = 0;

  const wakeAll = () => {
    for (const wake of waiting) wake();
    waiting.clear();
  };
  return {
    add(event) {
      if (isEnded) return;
      if (event.type === "stage_started") lastRatio = 0;
      if (event.type === "progress") {
        if (event.stage_ratio < 1 && event.stage_ratio - lastRatio < PROGRESS_STEP_RATIO) return;
        lastRatio = event.stage_ratio;
      }
      isEnded = event.type === "ended";
      events.push(event);
      wakeAll();
    },
    end(outcome) {
      this.add({ type: "ended", outcome });
    },
    async *follow(signal) {
      signal.addEventListener("abort", wakeAll, { once: true });
      for (let next = 0; !signal.aborted;) {
        const event = events[next];
        if (event === undefined) {
          await new Promise<void>((wake) => waiting.add(wake));
          continue;
        }
        next += 1;
        yield event;
        if (event.type === "ended") return;
      }
    },
  };
}
