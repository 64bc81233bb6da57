import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import { openDatabase } from "./adapters/database.ts";
import { createDelivery } from "./adapters/delivery.ts";
import { openListener } from "./adapters/listener.ts";
import { createOrchestrator } from "./adapters/orchestrator.ts";
import { AttemptWithdrawn } from "./claim/attempt-withdrawn.ts";
import { createClaimLoop, type ClaimLoop } from "./claim/claim-loop.ts";
import { claim } from "./claim/claim.ts";
import { createContact } from "./claim/contact.ts";
import { keepAlive } from "./claim/keep-alive.ts";
import { watchLostAttempts } from "./claim/lost-attempts.ts";
import { repeat } from "./claim/repeat.ts";
import { createRunningAttempts, type RunningAttempt } from "./claim/running-attempts.ts";
import { settleForGood } from "./claim/settle.ts";
import { enterNode } from "./node/node.ts";
import { openReport, type AttemptReport } from "./report/attempt-report.ts";
import { runAttempt, type AttemptDeps } from "./run-attempt.ts";
import { waitForDatabase } from "./wait-for-database.ts";

/** The safety net under NOTIFY for attempts that are to stop. */
const CHECK_INTERVAL_MS = 15_000;
/** How long a stopping worker tries to write how its attempts ended. After that, the silence tells. */
const SETTLE_WHILE_STOPPING_MS = 6_000;
const LEAVE_TIMEOUT_MS = 8_000;

export interface WorkerSettings {
  databaseUrl: string;
  orchestratorUrl: string;
  name: string;
  slots: number;
  version: string;
}

/** A worker that takes work. */
export interface Worker {
  readonly busySlots: number;
  /** What keeps it from taking work at the moment, in words. */
  obstacles(): string[];
  /**
   * Takes nothing more, waits up to `graceSeconds` for what runs, hands the rest back and leaves. `hurry` ends the wait.
   *
   * Does so once; later calls wait for the first. Resolves to false when the database could not be told everything in time: others then find out by the silence.
   */
  stop(graceSeconds: number, hurry: AbortSignal): Promise<boolean>;
}

/**
 * Waits for the database, enters this process as a node and begins to take work.
 *
 * Rejects with what waiting does not mend (DeafConnectionError, missing rights), or when `giveUp` aborts.
 */
export async function startWorker(
  settings: WorkerSettings,
  log: Logger,
  giveUp: AbortSignal,
): Promise<Worker> {
  const applicationName = `spool-worker ${settings.name}`.slice(0, 63);
  const database = openDatabase(settings.databaseUrl, applicationName, log);
  const delivery = createDelivery(database, log);
  const orchestrator = createOrchestrator(settings.orchestratorUrl);
  const contact = createContact(() => performance.now());
  const settlingGiveUp = new AbortController();
  const reports = new Map<string, AttemptReport>();
  const checkReports = () => reports.forEach((report) => report.check());
  let claiming: ClaimLoop | undefined;

  const closeDatabase = async () => {
    await delivery.stop().catch(() => undefined); // it only stops timers; the connections are ours
    await Promise.race([database.close(), delay(1_000)]);
  };
  const listen = () =>
    openListener(
      { databaseUrl: settings.databaseUrl, applicationName, database, log },
      {
        onJobs: () => claiming?.wake(),
        onAttempt: (attemptId) =>
          running.stop(attemptId, new AttemptWithdrawn("The job was cancelled or paused")),
        onListening() {
          claiming?.wake();
          checkReports();
        },
      },
    );
  const running = createRunningAttempts(() => {
    claiming?.wake();
    node?.beatSoon();
  });
  const enter = () => enterNode(settings, { database, delivery, busySlots: () => running.count, log });

  let node: Awaited<ReturnType<typeof enter>> | undefined;
  let listener: Awaited<ReturnType<typeof listen>> | undefined;
  try {
    await waitForDatabase(() => delivery.start(), log, giveUp);
    listener = await waitForDatabase(listen, log, giveUp);
    node = await waitForDatabase(enter, log, giveUp);
  } catch (error) {
    await listener?.close();
    await closeDatabase();
    throw error;
  }
  const entered = { node, listener };

  const attemptDeps: AttemptDeps = {
    nodeName: settings.name,
    database,
    orchestrator,
    log,
    openReport(runningAttempt) {
      const report = openReport(runningAttempt.attempt, {
        database,
        log,
        onOver: () => withdraw(runningAttempt),
      });
      reports.set(runningAttempt.attempt.attempt_id, report);
      return report;
    },
    settle({ attempt, queue }, outcome) {
      const delivered = { attemptId: attempt.attempt_id, queue };
      return settleForGood({ database, delivery, log }, delivered, outcome, settlingGiveUp.signal);
    },
  };
  const withdraw = ({ attempt }: RunningAttempt) =>
    running.stop(
      attempt.attempt_id,
      new AttemptWithdrawn("The job was cancelled, paused, or given to another node"),
    );

  claiming = createClaimLoop({
    claim: (max) => claim({ database, delivery }, entered.node, max),
    freeSlots: () => settings.slots - running.count,
    start(attempt) {
      running.start(attempt, entered.node.queue, async (runningAttempt) => {
        await runAttempt(runningAttempt, attemptDeps);
        reports.delete(attempt.attempt_id);
      });
      entered.node.beatSoon();
    },
    log,
  });
  const onContact = contact.note;
  const repetitions = [
    keepAlive({ database, delivery, running, onContact, log }),
    watchLostAttempts({ database, delivery, mayJudge: contact.isSteady, onContact, log }),
    repeat(
      CHECK_INTERVAL_MS,
      () => Promise.resolve(checkReports()),
      () => undefined,
    ),
  ];
  log.info({ nodeId: node.id, name: settings.name, slots: settings.slots }, "Taking work");
  const claimLoop = claiming;
  let isStopping = false;
  let stopped: Promise<boolean> | undefined;

  return {
    get busySlots() {
      return running.count;
    },
    obstacles: () => [
      ...(isStopping ? ["The worker is shutting down"] : []),
      ...(entered.listener.isListening() ? [] : ["The database cannot be reached"]),
      ...(entered.node.status === "draining" ? ["The node is being drained"] : []),
    ],
    stop: (graceSeconds, hurry) => (stopped ??= stop(graceSeconds, hurry)),
  };

  async function stop(graceSeconds: number, hurry: AbortSignal): Promise<boolean> {
    isStopping = true;
    log.info({ busySlots: running.count, graceSeconds }, "Stopping: taking nothing more");
    await claimLoop.stop();
    await Promise.race([
      running.whenIdle(),
      delay(graceSeconds * 1_000, undefined, { signal: hurry }).catch(() => undefined),
    ]);

    running.stopAll(new AttemptWithdrawn("The worker is shutting down"));
    const lastCall = setTimeout(() => settlingGiveUp.abort(), SETTLE_WHILE_STOPPING_MS);
    await running.whenIdle();
    clearTimeout(lastCall);
    const hasSettledAll = !settlingGiveUp.signal.aborted;

    const leaving = Promise.all([
      ...repetitions.map((repetition) => repetition.stop()),
      entered.node.retire(),
      entered.listener.close(),
    ]).then(
      () => true,
      (error: unknown) => {
        log.warn({ err: error }, "Could not tell the database that the node leaves");
        return false;
      },
    );
    const hasLeft = await Promise.race([leaving, delay(LEAVE_TIMEOUT_MS, false)]);
    await closeDatabase();
    return hasSettledAll && hasLeft;
  }
}
