import type { Logger } from "pino";
import type { Database } from "../adapters/database.ts";
import type { Delivery } from "../adapters/delivery.ts";
import { AttemptWithdrawn } from "./attempt-withdrawn.ts";
import { repeat, type Repetition } from "./repeat.ts";
import type { RunningAttempts } from "./running-attempts.ts";

/** Three chances within the 10 s after which an attempt counts as lost. */
const TOUCH_INTERVAL_MS = 3_000;

/** Says that the running attempts live, and stops those that were given up on: another node has their job by now. */
export function keepAlive(deps: {
  database: Database;
  delivery: Delivery;
  running: RunningAttempts;
  /** Told of every try, so that others can tell an outage from silence. */
  onContact(succeeded: boolean): void;
  log: Logger;
}): Repetition {
  const touchAll = async () => {
    if (deps.running.count === 0) await deps.database.query("select 1"); // an outage is to be seen when idle as well
    for (const [queue, attemptIds] of deps.running.idsByQueue()) {
      const alive = await deps.delivery.touch(queue, attemptIds);
      for (const attemptId of attemptIds.filter((id) => !alive.has(id))) {
        deps.running.stop(attemptId, new AttemptWithdrawn("The attempt was given up on while it ran"));
      }
    }
    deps.onContact(true);
  };
  return repeat(TOUCH_INTERVAL_MS, touchAll, (error) => {
    deps.onContact(false);
    deps.log.debug({ err: error }, "Could not say that the running attempts live");
  });
}
