/**
 * Writes the migration that installs pg-boss, from its own construction plans.
 *
 * The file is written once: a landed migration is never edited. With `--check` it fails when the installed pg-boss
 * needs another version of its schema than the migrations give, in which case its migration plans become a new file.
 */
import { readFile, writeFile } from "node:fs/promises";
import { getConstructionPlans } from "pg-boss";

const SCHEMA = "pgboss";
const FILE = new URL("../supabase/migrations/20261122002300_install_pgboss.sql", import.meta.url);

const HEADER = `-- pg-boss, the delivery: generated from its construction plans by scripts/generate-pgboss-migration.ts.
-- The schema is not exposed. Workers run with migrate: false and createSchema: false.
`;

const GRANTS = `
-- Creating a queue, sending, fetching, touching, completing and supervising are rows only, as long as no queue asks for
-- a partition of its own and queue statistics are not persisted: those would create tables.
grant usage on schema ${SCHEMA} to spool_worker;
grant select, insert, update, delete on all tables in schema ${SCHEMA} to spool_worker;
grant execute on all functions in schema ${SCHEMA} to spool_worker;
`;

/** The plans without their own transaction and lock: a migration runs in one already, and alone. */
function withoutTransaction(plans: string): string {
  const dropped = [
    /^\s*BEGIN;$/m,
    /^\s*SET LOCAL lock_timeout = .*;$/m,
    /^\s*SET LOCAL idle_in_transaction_session_timeout = .*;$/m,
    /^\s*SELECT pg_advisory_xact_lock\(.*;$/m,
    /^\s*COMMIT;\s*$/m,
  ];
  let sql = plans;
  for (const statement of dropped) {
    if (!statement.test(sql))
      throw new Error(`The plans of pg-boss have changed: ${String(statement)} is not in them`);
    sql = sql.replace(statement, "");
  }
  // Where a statement has ended already, a semicolon on a line of its own would be an empty one.
  return sql.replaceAll(/^\s*;$/gm, (_match, offset: number) =>
    endsStatement(sql.slice(0, offset)) ? "" : ";",
  );
}

const endsStatement = (before: string): boolean => before.trimEnd().endsWith(";");

function trimLines(sql: string): string {
  const lines = sql.split("\n").map((line) => line.trimEnd());
  return lines
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

const wanted = `${HEADER}\n${trimLines(withoutTransaction(getConstructionPlans(SCHEMA)))}\n${GRANTS}`;

if (process.argv.includes("--check")) {
  const landed = await readFile(FILE, "utf8");
  if (landed !== wanted) {
    console.error(
      "The installed pg-boss constructs another schema than its migration. Add a migration from its migration plans (getMigrationPlans).",
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(FILE, wanted);
}
