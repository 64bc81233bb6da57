import { useTestDatabase } from "@spool/testing/use-database";
import pg from "pg";
import { beforeAll, describe, expect, test } from "vitest";
import { CALLERS, type Caller } from "./access/answers.ts";
import { ASKED_BY_POLICIES, HELPERS, WORKER_FUNCTIONS } from "./access/functions.ts";
import { RPCS } from "./access/rpcs.ts";
import { TABLES } from "./access/tables.ts";
import { makeAccessWorld, type AccessWorld } from "./access-world.test-support.ts";

/** `npm run test:rls`. What is expected stands in access/, with how to add to it in access/answers.ts. */
const db = useTestDatabase();
let world: AccessWorld;
let tables: Table[];
let functions: Routine[];

interface Table {
  name: string;
  /** One that an update can set to itself. */
  column: string;
  scope: "project_id" | "job_id" | null;
  isSecured: boolean;
}

interface Routine {
  name: string;
  /** `name(null::type, …)`, for calling it without knowing it. */
  call: string;
  isTrigger: boolean;
}

beforeAll(async () => {
  world = await makeAccessWorld(db);
  tables = (await db.owner.query<Table>(TABLES_OF_CATALOGUE)).rows;
  functions = (await db.owner.query<Routine>(FUNCTIONS_OF_CATALOGUE)).rows;
}, 120_000);

const ruleOf = (table: string) => TABLES[table] ?? TABLES[`${table.split(".")[0] ?? ""}.*`];
const isNamed = (list: readonly string[], name: string) =>
  list.includes(name) || list.includes(`${name.split(".")[0] ?? ""}.*`);

describe("the matrix", () => {
  test("names every table and every function that there is", () => {
    const unnamed = [
      ...tables.filter(({ name }) => ruleOf(name) === undefined),
      ...functions.filter(
        ({ name, isTrigger }) =>
          !isTrigger &&
          ![Object.keys(RPCS), ASKED_BY_POLICIES, WORKER_FUNCTIONS, HELPERS].some((list) => isNamed(list, name)),
      ),
    ].map(({ name }) => name);

    expect(unnamed, "add these to supabase/tests/access").toEqual([]);
  }); // prettier-ignore

  test("names nothing that there is not, and no function twice", () => {
    const named = [...Object.keys(RPCS), ...ASKED_BY_POLICIES, ...WORKER_FUNCTIONS, ...HELPERS];
    const there = new Set([...tables, ...functions].map(({ name }) => name));

    expect([...Object.keys(TABLES), ...named].filter((name) => !name.endsWith("*") && !there.has(name))).toEqual([]); // prettier-ignore
    expect(named.filter((name, at) => named.indexOf(name) !== at)).toEqual([]);
  });

  test("covers no table of ours without row level security", () => {
    const ours = tables.filter(({ name }) => /^(public|private|storage|realtime|auth)[.]/.test(name));

    expect(ours.filter(({ isSecured }) => !isSecured).map(({ name }) => name)).toEqual([]);
  });
});

/** What each caller got, in the words of the matrix. */
async function tried(attempt: (caller: Caller) => Promise<string>): Promise<Record<string, string>> {
  const got: Record<string, string> = {};
  for (const caller of CALLERS) got[caller] = await attempt(caller);
  return got;
}

/** The refusal that the matrix speaks of, or null for an error that shows that the right was there. */
function refusal(error: unknown): string | null {
  if (!(error instanceof pg.DatabaseError) || error.code === undefined) throw error;
  if (error.code === "42501") return "denied";
  return error.code.startsWith("PT") ? error.code : null;
}

describe("tables", () => {
  const readBy = async (table: Table, caller: Caller): Promise<string> => {
    const total = (await db.owner.query(`select from ${table.name}`)).rowCount ?? 0;
    try {
      const scope = table.scope === null ? "null::uuid" : `${table.scope}::uuid`;
      const { rows } = await world.attempt(caller, `select ${scope} as scope from ${table.name}`);
      if (rows.length === total) return "all";
      if (rows.length === 0) return "nothing";
      const isOwn = await ownScope(table);
      return rows.every(({ scope }) => isOwn(scope)) ? "own" : "rows of others";
    } catch (error) {
      return refusal(error) ?? String(error);
    }
  };

  const ownScope = async ({ scope }: Table): Promise<(value: unknown) => boolean> => {
    if (scope === null) return () => true;
    if (scope === "project_id") return (value) => value === world.projectId;
    const jobs = await db.owner.query<{ id: string }>("select id from public.jobs where project_id = $1", [
      world.projectId,
    ]);
    const ids = new Set(jobs.rows.map(({ id }) => id));
    return (value) => typeof value === "string" && ids.has(value);
  };

  const writtenBy = async (table: Table, caller: Caller, statement: string): Promise<string> => {
    const isEmpty = (await db.owner.query(`select from ${table.name} limit 1`)).rowCount === 0;
    try {
      return (await world.attempt(caller, statement)).rowCount === 0 && !isEmpty ? "nothing" : "done";
    } catch (error) {
      return refusal(error) ?? "done";
    }
  };

  test("answer reading as the matrix says", async () => {
    for (const table of tables) {
      const rule = ruleOf(table.name);
      expect.soft(await tried((caller) => readBy(table, caller)), `select from ${table.name}`).toEqual(rule?.read);
    }
  }, 120_000); // prettier-ignore

  test.each(["insert", "update", "delete"] as const)("answer %s as the matrix says", async (command) => {
    for (const table of tables) {
      const rule = ruleOf(table.name);
      const statement = {
        insert: rule?.insertion ?? `insert into ${table.name} default values`,
        update: `update ${table.name} set ${rule?.column ?? table.column} = ${rule?.column ?? table.column}`,
        delete: `delete from ${table.name}`,
      }[command];
      const got = await tried((caller) => writtenBy(table, caller, statement));
      expect.soft(got, statement).toEqual(rule?.[command] ?? Object.fromEntries(CALLERS.map((caller) => [caller, "denied"])));
    }
  }, 120_000); // prettier-ignore

  test("have rows, or an empty answer would prove nothing", async () => {
    const empty: string[] = [];
    for (const { name } of tables) {
      const rule = ruleOf(name);
      const isReadable = Object.values(rule?.read ?? {}).some((answer) => answer === "own");
      if (isReadable && ((await db.owner.query(`select from ${name}`)).rowCount ?? 0) < 2) empty.push(name);
    }

    expect(empty, "give these a seed in supabase/tests/access/tables.ts").toEqual([]);
  });
});

describe("functions", () => {
  const calledBy = async (caller: Caller, call: string): Promise<string> => {
    try {
      await world.attempt(caller, `select ${call}`);
      return "runs";
    } catch (error) {
      return refusal(error) ?? "runs";
    }
  };
  const mayCall = async (caller: Caller, call: string) =>
    (await calledBy(caller, call)) === "denied" ? "denied" : "runs";
  const only = (allowed: readonly Caller[]) =>
    Object.fromEntries(CALLERS.map((caller) => [caller, allowed.includes(caller) ? "runs" : "denied"]));

  test.each(Object.entries(RPCS))("%s answers as the matrix says", async (_name, { call, who }) => {
    expect(await tried((caller) => calledBy(caller, call))).toEqual(who);
  });

  test("that are exposed are all in the list of RPCs, where their answers stand", () => {
    const exposed = functions.filter(({ name, isTrigger }) => name.startsWith("public.") && !isTrigger);

    expect([...new Set(exposed.map(({ name }) => name))].sort()).toEqual(Object.keys(RPCS).sort());
  });

  test("of workers run for workers alone", async () => {
    for (const { name, call } of functions.filter((f) => !f.isTrigger && isNamed(WORKER_FUNCTIONS, f.name))) {
      expect.soft(await tried((caller) => mayCall(caller, call)), name).toEqual(only(["worker"]));
    }
  }, 120_000);

  test("that policies ask run for callers over REST", async () => {
    for (const { name, call } of functions.filter((f) => ASKED_BY_POLICIES.includes(f.name))) {
      const got = await tried((caller) => mayCall(caller, call));
      expect.soft(got, name).toEqual(only(CALLERS.filter((caller) => caller !== "worker")));
    }
  }, 120_000);

  test("that are nobody's, and those of triggers, run for nobody", async () => {
    for (const { name, call } of functions.filter((f) => f.isTrigger || HELPERS.includes(f.name))) {
      expect.soft(await tried((caller) => mayCall(caller, call)), name).toEqual(only([]));
    }
  }, 120_000);

  test("have an empty search_path, so that no schema of a caller can shadow what they name", async () => {
    const { rows } = await db.owner.query<{ name: string }>(
      `select p.oid::regprocedure::text as name from pg_catalog.pg_proc as p
       where p.pronamespace in ('public'::regnamespace, 'private'::regnamespace)
         and not coalesce(p.proconfig, '{}') @> array['search_path=""']`,
    );

    expect(rows).toEqual([]);
  });
});

const TABLES_OF_CATALOGUE = `
  select n.nspname || '.' || c.relname as name, c.relrowsecurity as "isSecured",
    (
      select quote_ident(a.attname) from pg_catalog.pg_attribute as a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
      order by a.attnum limit 1
    ) as column,
    (
      select a.attname from pg_catalog.pg_attribute as a
      where a.attrelid = c.oid and a.attname in ('project_id', 'job_id') and a.atttypid = 'uuid'::regtype
      order by a.attname desc limit 1
    ) as scope
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
    and not exists (select from pg_catalog.pg_depend as d where d.objid = c.oid and d.deptype = 'e')
  order by 1`;

const FUNCTIONS_OF_CATALOGUE = `
  select n.nspname || '.' || p.proname as name, p.prorettype = 'trigger'::regtype as "isTrigger",
    format('%I.%I(%s)', n.nspname, p.proname, (
      select string_agg('null::' || format_type(t.oid, null), ', ' order by t.place)
      from unnest(p.proargtypes) with ordinality as t (oid, place)
    )) as call
  from pg_catalog.pg_proc as p
  join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
  where n.nspname in ('public', 'private', 'pgboss') and p.prokind in ('f', 'p')
    and not exists (select from pg_catalog.pg_depend as d where d.objid = p.oid and d.deptype = 'e')
  order by 1`;
