import type { Logger } from "pino";
import {
  beginStage,
  finishStage,
  reportProgress,
  type ClaimedAttempt,
  type LogLine,
} from "../adapters/attempts.ts";
import { isPassing } from "../adapters/database-errors.ts";
import type { Queryable } from "../adapters/database.ts";
import { untilWritten } from "../adapters/until-written.ts";
import { repeat } from "../claim/repeat.ts";
import { jobRatio } from "./job-ratio.ts";
import { createLogBuffer } from "./log-buffer.ts";

const WRITE_INTERVAL_MS = 1_000;
/** Sooner after the last change of the job's row, the database leaves progress out. */
const PROGRESS_INTERVAL_MS = 950;

/**
 * What a pipeline tells about its work. Returns at once; the database hears of it within a second.
 *
 * A stage that the job's type does not have is ignored: what a service calls its steps must not stop the job.
 */
export interface AttemptReport {
  /** Name of the stage that runs, as far as is known. */
  readonly stage: string | null;
  begin(stage: string): void;
  /** `checkpoint` is what a later attempt needs to go on after this stage. */
  finish(stage: string, checkpoint: object | null): void;
  /** How much of the stage is done, 0 to 1. */
  progress(stage: string, stageRatio: number): void;
  log(level: LogLine["level"], message: string, fields?: Record<string, unknown>): void;
  /** Asks the database whether the attempt is still to be worked on, by telling it how far it is. */
  check(): void;
  /** Writes what is left, as often as it takes until it is given up, and ends. Never rejects. */
  close(): Promise<void>;
}

type Write = (database: Queryable) => Promise<boolean>;

/**
 * Opens the report of a running attempt. Stage changes are written at once and in order, progress and logs at most
 * once a second. While the database is away everything waits. `onOver` is called when the database answers that the
 * attempt is not the job's any more.
 */
export function openReport(
  attempt: ClaimedAttempt,
  deps: {
    database: Queryable;
    appendLogs: (entry: { attemptId: string; lines: readonly LogLine[] }) => Promise<boolean>;
    onOver(): void;
    giveUp: AbortSignal;
    log: Logger;
  },
): AttemptReport {
  const attemptId = attempt.attempt_id;
  const isKnown = (stage: string) => attempt.stages.some(({ name }) => name === stage);
  const begun = new Set<string>();
  const finished = new Set<string>();
  const stageWrites: Write[] = [];
  const lines = createLogBuffer();
  let current: { stage: string; stageRatio: number } | undefined;
  let isProgressNew = false;
  let rowChangedAtMs = -Infinity;
  let isOver = false;

  /** Writes one thing. False when nothing is left to write. */
  const writeNext = async (): Promise<boolean> => {
    const [stageWrite] = stageWrites;
    if (stageWrite) {
      await writeOnce(stageWrite);
      stageWrites.shift();
      rowChangedAtMs = performance.now();
      return true;
    }
    if (isProgressNew && performance.now() - rowChangedAtMs >= PROGRESS_INTERVAL_MS) {
      const progress = {
        stage: current?.stage ?? null,
        stageRatio: current?.stageRatio ?? 0,
        jobRatio: jobRatio(attempt.stages, finished, current),
      };
      isProgressNew = false;
      await writeOnce((database) => reportProgress(database, attemptId, progress)).catch((error: unknown) => {
        isProgressNew = true;
        throw error;
      });
      rowChangedAtMs = performance.now();
      return true;
    }
    const batch = lines.peek();
    if (batch.length === 0) return false;
    await writeOnce(() => deps.appendLogs({ attemptId, lines: batch }));
    lines.drop(batch);
    return true;
  };

  const writeOnce = async (write: Write) => {
    try {
      if (await write(deps.database)) return;
      isOver = true;
      deps.onOver();
    } catch (error) {
      if (isPassing(error)) throw error;
      // What the database refuses once it refuses always; the work goes on without that line.
      deps.log.error({ attemptId, err: error }, "The database refused a report");
    }
  };

  const writeAll = async () => {
    while (!isOver && (await writeNext()));
  };
  const writer = repeat(WRITE_INTERVAL_MS, writeAll, (error) =>
    deps.log.debug({ attemptId, err: error }, "Could not report; trying again"),
  );

  const begin = (stage: string) => {
    if (!isKnown(stage)) return;
    begun.add(stage);
    current = { stage, stageRatio: 0 };
    stageWrites.push((database) => beginStage(database, attemptId, stage));
    isProgressNew = true;
    writer.hurry();
  };

  return {
    get stage() {
      return current?.stage ?? null;
    },
    begin,
    finish(stage, checkpoint) {
      if (!isKnown(stage)) return;
      if (!begun.has(stage)) begin(stage); // the database knows only what has begun
      finished.add(stage);
      current = { stage, stageRatio: 1 };
      stageWrites.push((database) => finishStage(database, attemptId, stage, checkpoint));
      isProgressNew = true;
      writer.hurry();
    },
    progress(stage, stageRatio) {
      if (!isKnown(stage)) return;
      current = { stage, stageRatio };
      isProgressNew = true;
    },
    log(level, message, fields = {}) {
      lines.add({
        level,
        stage: current?.stage ?? null,
        message,
        fields,
        logged_at: new Date().toISOString(),
      });
    },
    check() {
      isProgressNew = true;
      writer.hurry();
    },
    async close() {
      await writer.stop();
      await untilWritten(writeAll, deps.giveUp).catch(() => undefined); // the outcome, which follows, matters more
    },
  };
}
