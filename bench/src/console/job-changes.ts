import pg from "pg";
import type { World } from "../million/world.ts";

/** In one statement, as a worker tells of the progress of its slots. */
const ROWS_AT_ONCE = 10;
/** So many of the newest jobs change: most of them out of sight. */
const CHANGING_JOBS = 2_000;
const LANES = 2;

/** Of the projects that somebody is a member of: the reader's. */
const NEWEST = `select j.id from public.jobs as j
  where j.project_id in (select m.project_id from public.project_members as m)
  order by j.created_at desc limit $1`;

/** The newest jobs run, so that they are in sight: written past the triggers, before the page is loaded. */
export async function makeRunning({ superuser, nodeIds }: World, count: number): Promise<string[]> {
  await superuser.query("set session_replication_role = replica");
  const { rows } = await superuser.query<{ id: string }>(
    `update public.jobs set status = 'processing', node_id = $2, attempt_id = gen_random_uuid(), stage = 'render',
       started_at = now(), assigned_at = now(), finished_at = null, error = null, error_category = null, progress_ratio = 0
     where id in (${NEWEST}) returning id`,
    [count, nodeIds[0]],
  );
  await superuser.query("reset session_replication_role");
  return rows.map(({ id }) => id);
}

/**
 * Progress of jobs all over the list, ten in a statement, each told of by an event of its own. Returns how many changes were
 * committed, which is less than asked for where the machine cannot keep up.
 */
export async function changeJobs(world: World, perSecond: number, seconds: number): Promise<number> {
  const { rows } = await world.superuser.query<{ id: string }>(NEWEST, [CHANGING_JOBS]);
  const ids = rows.map(({ id }) => id);
  const startedMs = performance.now();
  let begun = 0;
  const lane = async (): Promise<number> => {
    const client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    let changed = 0;
    try {
      while (performance.now() - startedMs < seconds * 1_000) {
        if (begun >= ((performance.now() - startedMs) / 1_000) * perSecond) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          continue;
        }
        const first = begun % ids.length;
        begun += ROWS_AT_ONCE;
        const { rowCount } = await client.query(
          "update public.jobs set progress_ratio = (0.01 + progress_ratio::numeric) % 0.99 where id = any ($1::uuid[])",
          [ids.slice(first, first + ROWS_AT_ONCE)],
        );
        changed += rowCount ?? 0;
      }
    } finally {
      await client.end();
    }
    return changed;
  };
  const changed = await Promise.all(Array.from({ length: LANES }, lane));
  return changed.reduce((total, count) => total + count, 0);
}
