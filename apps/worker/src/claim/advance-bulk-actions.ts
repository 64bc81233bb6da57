import type { Logger } from "pino";
import { z } from "zod";
import { isPassing } from "../adapters/database-errors.ts";
import type { Database } from "../adapters/database.ts";
import { repeat, type Repetition } from "./repeat.ts";

const LOOK_INTERVAL_MS = 1_000;
/** Few enough that a batch holds its rows for some tens of milliseconds only. */
const BATCH_MAX = 200;

/** Carries on what people asked for many jobs at once. Every worker does this; a batch is done by one of them. */
export function advanceBulkActions({ database, log }: { database: Database; log: Logger }): Repetition {
  const advance = async () => {
    const { rows } = await database.query("select private.advance_bulk_actions($1) as count", [BATCH_MAX]);
    return z.number().parse(rows[0]?.["count"]);
  };
  const advanceAll = async () => {
    while ((await advance()) > 0);
  };
  return repeat(LOOK_INTERVAL_MS, advanceAll, (error) =>
    log[isPassing(error) ? "debug" : "error"]({ err: error }, "Could not carry on bulk actions"),
  );
}
