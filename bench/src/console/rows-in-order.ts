import type { Page } from "@playwright/test";
import type { World } from "../million/world.ts";

/** Ids of the jobs in sight, from above. */
const idsInSight = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    window.rowsInSight().map((row) => row.dataset["testid"]?.replace("job-row-", "") ?? ""),
  );

/** Throws when the rows in sight are not those that follow each other in the database. Returns how many they are. */
export async function checkOrder(page: Page, { superuser }: World, place: string): Promise<number> {
  const shown = await idsInSight(page);
  const { rows } = await superuser.query<{ id: string }>(
    `select j.id from public.jobs as j, public.jobs as f
     where f.id = $1 and (j.created_at, j.id) <= (f.created_at, f.id)
     order by j.created_at desc, j.id desc limit $2`,
    [shown[0] ?? null, shown.length],
  );
  const differing = shown.findIndex((id, index) => rows[index]?.id !== id);
  if (shown.length < 10 || differing >= 0)
    throw new Error(`${place}: row ${differing} of ${shown.length} in sight is not the next in the database`);
  return shown.length;
}

/** Throws when the newest job is not the first in sight, or the oldest not the last. */
export async function checkEdge(page: Page, { superuser }: World, edge: "newest" | "oldest"): Promise<void> {
  const order = edge === "newest" ? "desc" : "asc";
  const { rows } = await superuser.query<{ id: string }>(
    `select id from public.jobs order by created_at ${order}, id ${order} limit 1`,
  );
  const shown = await idsInSight(page);
  if (shown.at(edge === "newest" ? 0 : -1) !== rows[0]?.id)
    throw new Error(`The ${edge} job is not in sight`);
}

/** Which share of all jobs, from 0 to 1, is newer than the first in sight. */
export async function shareAbove(page: Page, { superuser }: World): Promise<number> {
  const [first] = await idsInSight(page);
  const { rows } = await superuser.query<{ share: number }>(
    `select (count(*) filter (where created_at > (select created_at from public.jobs where id = $1)))::float8 / count(*) as share
     from public.jobs`,
    [first],
  );
  return rows[0]?.share ?? Number.NaN;
}
