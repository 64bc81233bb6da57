import { z } from "zod";
import type { Queryable } from "./database.ts";
import { DatabaseNotMigrated } from "./database-errors.ts";

/** What this worker was built for: see `private.worker_interface()`. Raise it with a migration that it needs. */
const OURS = 3;

const servedSchema = z.object({ oldest: z.number(), newest: z.number() });

/** The database has moved on to what this worker does not speak. Waiting does not help. */
export class WorkerOutdated extends Error {
  override readonly name = "WorkerOutdated";
}

/** Rejects with WorkerOutdated for a database that is too new for this worker, and with DatabaseNotMigrated for one that is too old. */
export async function checkInterface(connection: Queryable): Promise<void> {
  const { rows } = await connection.query("select oldest, newest from private.worker_interface()");
  const { oldest, newest } = servedSchema.parse(rows[0]);
  if (newest < OURS) {
    throw new DatabaseNotMigrated(
      `The database serves workers up to version ${newest}; this one needs ${OURS}`,
    );
  }
  if (oldest > OURS) {
    throw new WorkerOutdated(
      `This worker is too old for the database, which serves workers from version ${oldest} of its functions on; this one ` +
        `speaks version ${OURS}. Start the worker that was released with the newest migrations.`,
    );
  }
}
