/**
 * Who may do what: the expected answer of every table and every function to every caller, written down once.
 * ../access-matrix.test.ts tries each of them with real rows and real roles, as PostgREST would.
 *
 * A migration brings a table or a function? `npm run test:rls` names the line that is missing here.
 * - A table: one line in tables.ts. `read` is one of the patterns there (or a new one); `write` defaults to nobody. When the
 *   run says that the table has no rows, add `seed`, a statement that the owner runs once for each of two projects.
 * - An RPC: one line in rpcs.ts with a `call` that works for who is entitled, and the answers.
 * - Any other function: its name in functions.ts: HELPERS (nobody over REST), WORKER_FUNCTIONS or ASKED_BY_POLICIES.
 * - A trigger function needs no line: nobody can call one, and the run checks that nobody may.
 * Statements may name {project}, {job} (completed), {waiting_job}, {node}, {user} (a viewer), {newcomer}, {key} and {schedule}.
 */

export const CALLERS = [
  "anon",
  "stranger",
  "viewer",
  "operator",
  "admin",
  "viewer_key",
  "operator_key",
  "admin_key",
  "instance_operator",
  "instance_admin",
  "worker",
  "service",
] as const;
export type Caller = (typeof CALLERS)[number];

/**
 * Reading: `all` rows, `own` (some of them, and where rows name a project only the caller's), `nothing` without an error.
 * Writing: `done` when rows were written or only a constraint was in the way, `nothing` when the caller sees no row to write.
 * Calling: `runs`. Everywhere: `denied` (42501), or the SQLSTATE of the refusal.
 */
type Answer = "all" | "own" | "nothing" | "done" | "runs" | "denied" | `PT${number}`;
export type Answers = Readonly<Record<Caller, Answer>>;

/** The same answer to everybody but those who are named, by words in one string. */
export function answers(otherwise: Answer, named: Partial<Record<Answer, string>>): Answers {
  const entries = CALLERS.map((caller) => {
    const found = Object.entries(named).find(([, callers]) => callers?.split(" ").includes(caller));
    // Safe: the keys of `named` are answers.
    return [caller, (found?.[0] ?? otherwise) as Answer];
  });
  // Safe: one entry for each caller.
  return Object.fromEntries(entries) as Record<Caller, Answer>;
}

export const KEYS = "viewer_key operator_key admin_key";
export const OPERATORS = "operator admin operator_key admin_key service";
export const MEMBERS = `viewer operator admin ${KEYS}`;
export const PEOPLE = "stranger viewer operator admin instance_operator instance_admin";
