import type { Logger } from "pino";
import { createOrchestrator } from "./adapters/orchestrator.ts";
import { AttemptWithdrawn } from "./claim/attempt-withdrawn.ts";
import {
  appendLogs,
  promoteDueJobs,
  runDueSchedules,
  startAttempts,
  type LogLine,
} from "./adapters/attempts.ts";
import { isPassing } from "./adapters/database-errors.ts";
import { openStorageFolders } from "./adapters/storage-folders.ts";
import { advanceBulkActions } from "./claim/advance-bulk-actions.ts";
import { checkInterface, WorkerOutdated } from "./adapters/worker-interface.ts";
import { createClaimLoop } from "./claim/claim-loop.ts";
import { claim } from "./claim/claim.ts";
import { createContact } from "./claim/contact.ts";
import { keepAlive } from "./claim/keep-alive.ts";
import { watchLostAttempts } from "./claim/lost-attempts.ts";
import { repeat } from "./claim/repeat.ts";
import { createRunningAttempts } from "./claim/running-attempts.ts";
import { gather } from "./claim/gather.ts";
import { completeTogether, settleForGood } from "./claim/settle.ts";
import { connect } from "./connect.ts";
import { leave } from "./leave.ts";
import { enterNode } from "./node/node.ts";
import { watchFacts } from "./node/node-facts.ts";
import { createRecentProjects } from "./node/recent-projects.ts";
import { openReport, type AttemptReport } from "./report/attempt-report.ts";
import { runAttempt, type AttemptDeps } from "./run-attempt.ts";
import type { WorkerEnv } from "./env.ts";
import { waitForDatabase } from "./wait-for-database.ts";

/** The safety net under NOTIFY for attempts that are to stop. */
const CHECK_INTERVAL_MS = 15_000;
/** How late a schedule may start; cron knows no less than a minute. */
const SCHEDULES_INTERVAL_MS = 1_000;
const TIDY_INTERVAL_MS = 3_600_000;
/** So many attempts at most share one statement. */
const TOGETHER_MAX = 48;
/** The most that Postgres keeps of an application's name. */
const APPLICATION_NAME_MAX_BYTES = 63;

/** What of the environment work depends on; the rest is the process' own. */
export interface WorkerSettings extends Pick<
  WorkerEnv,
  "databaseUrl" | "orchestratorUrl" | "supabase" | "name" | "slots" | "site"
> {
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
   * Does so once; later calls wait for the first. Resolves to false when the database could not be told everything in
   * time: others then find out by the silence.
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
  const reports = new Map<string, AttemptReport>();
  // What is heard before the node has entered finds nothing to do: the first claim looks at everything.
  const onNews = { jobs: () => {}, slotFree: () => {}, facts: () => {} };
  const checkReports = () => {
    for (const report of reports.values()) report.check();
  };
  const running = createRunningAttempts(() => onNews.slotFree());
  const withdraw = (attemptId: string, reason: string) =>
    running.stop(attemptId, new AttemptWithdrawn(reason));

  const applicationName = `spool-worker ${settings.name}`.slice(0, APPLICATION_NAME_MAX_BYTES);
  const connection = await connect(
    { databaseUrl: settings.databaseUrl, applicationName },
    {
      onJobs: () => onNews.jobs(),
      onAttempt: (attemptId) => withdraw(attemptId, "The job was cancelled or paused"),
      onListening() {
        onNews.jobs();
        checkReports();
      },
    },
    log,
    giveUp,
  );
  const { database, delivery, listener } = connection;
  const orchestrator = createOrchestrator(settings.orchestratorUrl);
  const recentProjects = createRecentProjects(() => performance.now());
  const facts = watchFacts({ orchestrator, recentProjects, onNews: () => onNews.facts(), log });
  const enter = () =>
    enterNode(settings, {
      database,
      delivery,
      facts: () => facts.current(),
      busySlots: () => running.count,
      log,
    });
  const node = await waitForDatabase(enter, log, giveUp).catch(async (error: unknown) => {
    await facts.stop();
    await connection.close();
    throw error;
  });

  const settling = new AbortController();
  const complete = completeTogether(database, delivery);
  const appendTogether = gather(
    (entries: readonly { attemptId: string; lines: readonly LogLine[] }[]) => appendLogs(database, entries),
    TOGETHER_MAX,
    isPassing,
  );
  const attemptDeps: AttemptDeps = {
    nodeName: settings.name,
    database,
    orchestrator,
    start: gather(
      (attemptIds: readonly string[]) => startAttempts(database, attemptIds),
      TOGETHER_MAX,
      isPassing,
    ),
    storage: settings.supabase && openStorageFolders(settings.supabase.url, settings.supabase.secretKey),
    openReport({ attempt }) {
      const onOver = () =>
        withdraw(attempt.attempt_id, "The job was cancelled, paused, or given to another node");
      const report = openReport(attempt, {
        database,
        appendLogs: appendTogether,
        onOver,
        giveUp: settling.signal,
        log,
      });
      reports.set(attempt.attempt_id, report);
      return report;
    },
    settle: ({ attempt, queue }, outcome) =>
      settleForGood(
        { database, delivery, complete, log },
        { attemptId: attempt.attempt_id, queue },
        outcome,
        settling.signal,
      ),
    log,
  };
  const claimLoop = createClaimLoop({
    claim: (max) => claim({ database, delivery }, node, max),
    freeSlots: () => settings.slots - running.count,
    promoteDue: () => promoteDueJobs(database),
    start(delivered) {
      recentProjects.note(delivered.attempt.project_id);
      running.start(delivered, async (runningAttempt) => {
        await runAttempt(runningAttempt, attemptDeps);
        reports.delete(delivered.attempt.attempt_id);
      });
      node.beatSoon();
    },
    log,
  });
  onNews.jobs = claimLoop.wake;
  onNews.facts = node.beatSoon;
  onNews.slotFree = () => {
    claimLoop.onSlotFree();
    node.beatSoon();
  };

  let outdated: WorkerOutdated | undefined;
  const refuseWhenOutdated = (error: unknown) => {
    if (!(error instanceof WorkerOutdated) || outdated) return;
    outdated = error;
    log.fatal({ err: error }, "Taking nothing more: the database was migrated beyond this worker");
    void claimLoop.stop();
  };

  const { note: onContact, isSteady: mayJudge } = createContact(() => performance.now());
  const repetitions = [
    facts,
    keepAlive({ database, delivery, running, onContact, log }),
    watchLostAttempts({ database, delivery, mayJudge, onContact, log }),
    advanceBulkActions({ database, log }),
    repeat(CHECK_INTERVAL_MS, checkReports, () => undefined),
    repeat(CHECK_INTERVAL_MS, () => checkInterface(database), refuseWhenOutdated),
    repeat(
      SCHEDULES_INTERVAL_MS,
      () => runDueSchedules(database),
      (error) => log.debug({ err: error }, "Could not run the schedules that are due"),
    ),
    repeat(
      TIDY_INTERVAL_MS,
      () => delivery.tidyQueues(node.queue),
      (error) => log.debug({ err: error }, "Could not tidy up the queues of killed workers"),
    ),
  ];
  log.info({ nodeId: node.id, slots: settings.slots }, "Taking work");
  let stopped: Promise<boolean> | undefined;

  return {
    get busySlots() {
      return running.count;
    },
    obstacles: () => [
      ...(stopped ? ["The worker is shutting down"] : []),
      ...(listener.isListening() ? [] : ["The database cannot be reached"]),
      ...(outdated ? [outdated.message] : []),
      ...(node.status === "draining" ? ["The node is being drained"] : []),
    ],
    stop: (graceSeconds, hurry) =>
      (stopped ??= leave(
        { claimLoop, running, settling, repetitions, node, connection, log },
        graceSeconds,
        hurry,
      )),
  };
}
