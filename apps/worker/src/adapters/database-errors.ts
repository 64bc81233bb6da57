import pg from "pg";

/** The database could not be reached, or went away before it had answered: nobody knows whether the statement ran. */
export class DatabaseUnreachable extends Error {
  override readonly name = "DatabaseUnreachable";
}

/** The database is there, but what the worker needs in it is not yet. */
export class DatabaseNotMigrated extends Error {
  override readonly name = "DatabaseNotMigrated";
}

/** Names what a statement failed with: the server's own words stay, everything else is the connection. */
export function toDatabaseError(error: unknown): Error {
  if (error instanceof pg.DatabaseError || error instanceof DatabaseUnreachable) return error;
  return new DatabaseUnreachable(reasonOf(error), { cause: error });
}

/** Node's error for a name with several addresses has an empty message and one error for each of them. */
function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === "") return error.errors.map(reasonOf).join("; ");
  return error instanceof Error ? error.message : String(error);
}

/** SQLSTATE classes and codes that speak of the server's state at the moment and not of the statement. */
const PASSING_CLASSES = new Set([
  "08", // connection exception
  "40", // serialization failure, deadlock
  "53", // out of connections, memory or disk
  "57", // shutting down, starting up, statement cancelled
  "58", // the system below the server
]);
const PASSING_CODES = new Set([
  "25P03", // idle in a transaction for too long: this process was frozen
  "55P03", // lock_timeout
  "28P01", // wrong password: it may be given to the role while we wait
  "28000", // the role may not log in yet
  "3D000", // the database is not made yet
]);

/** Whether the same statement can succeed later with nothing changed but time. Judged by SQLSTATE, never by words. */
export function isPassing(error: unknown): boolean {
  if (error instanceof DatabaseUnreachable) return true;
  if (!(error instanceof pg.DatabaseError)) return false;
  const code = error.code ?? "";
  return PASSING_CLASSES.has(code.slice(0, 2)) || PASSING_CODES.has(code);
}

const UNMIGRATED_CODES = new Set([
  "42883", // undefined function
  "42P01", // undefined table
  "3F000", // undefined schema
  "42704", // undefined object
]);

/** Whether the schema is not there yet, or older than this worker. */
export function isUnmigrated(error: unknown): boolean {
  if (error instanceof DatabaseNotMigrated) return true;
  return error instanceof pg.DatabaseError && UNMIGRATED_CODES.has(error.code ?? "");
}
