import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";

const ROWS = 100_000;
/** What a list may hold on the page at once, however long it is. */
const MOST_DRAWN = 120;

const table = (page: Page) => page.getByRole("table", { name: "Jobs" });

/** The numbers of the rows in sight, from above. Each title ends with the number of its job. */
async function numbersInSight(page: Page): Promise<number[]> {
  return table(page).evaluate((scroller) => {
    const { top, bottom } = scroller.getBoundingClientRect();
    return [...scroller.querySelectorAll<HTMLElement>("[data-row-index]")]
      .filter((row) => {
        const place = row.getBoundingClientRect();
        return place.bottom > top + 40 && place.top < bottom;
      })
      .toSorted((one, other) => Number(one.dataset["rowIndex"]) - Number(other.dataset["rowIndex"]))
      .map((row) => Number(/(\d+)$/.exec(row.querySelector("a")?.textContent ?? "")?.[1]));
  });
}

/** Each is the one before it in time: nothing left out, nothing twice. */
const isUnbroken = (numbers: readonly number[]): boolean =>
  numbers.length > 10 && numbers.every((number, index) => number === (numbers[0] ?? 0) - index);

test("a list of a hundred thousand scrolls from its newest row to its oldest, and holds few of them", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
  superuser,
}) => {
  const slug = `many-${randomUUID().slice(0, 8)}`;
  const { data: project } = await service
    .from("projects")
    .insert({ slug, name: "A hundred thousand" })
    .select("id")
    .single()
    .throwOnError();
  await superuser.query("set session_replication_role = replica");
  await superuser.query(
    `insert into public.jobs (project_id, job_type, queue, position, status, payload, title, created_at, finished_at)
     select $1, 'doubt', 'default', n, 'cancelled', '{"question": "Which?"}', 'Row ' || n,
       now() - make_interval(secs => $2::integer - n), now()
     from generate_series(1, $2::integer) as n`,
    [project.id, ROWS],
  );
  await superuser.query(
    `insert into public.job_counts (project_id, queue, priority, status, count)
     values ($1, 'default', 'medium', 'cancelled', $2)`,
    [project.id, ROWS],
  );
  await superuser.query("set session_replication_role = origin");
  await superuser.query("analyze public.jobs");
  const person = await createPerson(null);
  await superuser.query(
    `insert into public.project_members (project_id, user_id, role)
     select $1, p.user_id, 'operator' from public.profiles as p where p.email = $2`,
    [project.id, person.email],
  );
  await signIn(page, person);
  await page.goto(`${platform.consoleUrl}/jobs`);
  await expect(page.getByText("100,000 jobs")).toBeVisible();
  await expect.poll(async () => (await numbersInSight(page))[0]).toBe(ROWS);

  // As with a wheel that is spun: more comes as long as somebody scrolls.
  await table(page).hover();
  for (let turns = 0; turns < 60; turns += 1) {
    await page.mouse.wheel(0, 1_500);
    const drawn = await page.locator("[data-row-index]").count();
    expect(drawn).toBeLessThan(MOST_DRAWN);
  }
  await expect.poll(async () => isUnbroken(await numbersInSight(page))).toBe(true);
  expect((await numbersInSight(page))[0]).toBeLessThan(ROWS - 300);

  // From the middle on, upwards as well as downwards.
  const { rows } = await superuser.query<{ created_at: Date }>(
    "select created_at from public.jobs where project_id = $1 and title = 'Row 50000'",
    [project.id],
  );
  await page.goto(`${platform.consoleUrl}/jobs?at=${rows[0]?.created_at.toISOString() ?? ""}`);
  await expect.poll(async () => isUnbroken(await numbersInSight(page))).toBe(true);
  const [middle = 0] = await numbersInSight(page);
  expect(Math.abs(middle - 50_000)).toBeLessThan(5);
  await table(page).hover();
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, -2_000);
      return (await numbersInSight(page))[0];
    })
    .toBeGreaterThan(50_100);
  await expect.poll(async () => isUnbroken(await numbersInSight(page))).toBe(true);

  // To the last of them, and back to the first.
  await page.keyboard.press("End");
  await expect.poll(async () => (await numbersInSight(page)).at(-1)).toBe(1);
  await expect(page.getByText("Loading more jobs …")).toHaveCount(0);
  await expect.poll(async () => isUnbroken(await numbersInSight(page))).toBe(true);
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, -2_000);
      return (await numbersInSight(page))[0];
    })
    .toBeGreaterThan(200);
  await expect.poll(async () => isUnbroken(await numbersInSight(page))).toBe(true);
  await expect
    .poll(async () => {
      await page.mouse.wheel(0, 2_000);
      return (await numbersInSight(page)).at(-1);
    })
    .toBe(1);
  await page.keyboard.press("Home");
  await expect.poll(async () => (await numbersInSight(page))[0]).toBe(ROWS);
  await expect.poll(async () => isUnbroken(await numbersInSight(page))).toBe(true);

  await superuser.query("set session_replication_role = replica");
  await superuser.query("delete from public.jobs where project_id = $1", [project.id]);
  await superuser.query("delete from public.job_counts where project_id = $1", [project.id]);
});
