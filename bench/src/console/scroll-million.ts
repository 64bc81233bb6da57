import type { Page } from "@playwright/test";
import type { World } from "../million/world.ts";
import { longestFrameDuring } from "./drawn-frames.ts";
import { checkEdge, checkOrder, shareAbove } from "./rows-in-order.ts";
import { watchRowsInSight } from "./settled-rows.ts";

const WHEEL_SECONDS = 20;
/** As a wheel that is spun: about forty rows at each turn. */
const WHEEL_PX = 1_500;
const BETWEEN_TURNS_MS = 40;

interface Scrolled {
  /** Longest time between two frames while the wheel was spun. */
  longestFrameMs: number;
  rowsPerSecond: number;
  /** By where it led: milliseconds until every place in sight had its row. */
  settleMs: Readonly<Record<string, number>>;
  /** Rows that were held against the database. */
  checkedRows: number;
}

/**
 * Goes through the list of all jobs as somebody does who looks for one: spins the wheel, pulls the scroll bar, leaps to the
 * oldest, into the middle and back to the newest. Throws where a row is missing, wrong or out of order once it has settled.
 */
export async function scrollThroughMillion(page: Page, address: string, world: World): Promise<Scrolled> {
  const settleMs: Record<string, number> = {};
  let checkedRows = 0;
  const settled = async (place: string, measured: Promise<number>): Promise<void> => {
    settleMs[place] = Math.round(await measured);
    checkedRows += await checkOrder(page, world, place);
  };
  const rest = () => page.evaluate(() => window.untilWhole(() => undefined, false));
  const pull = (share: number) =>
    page.evaluate((to) => {
      const table = document.querySelector("[role=table]");
      return window.untilWhole(() => table?.scrollTo({ top: table.scrollHeight * to }), true);
    }, share);
  const press = (key: string) =>
    page.evaluate(
      (pressed) =>
        window.untilWhole(
          () => document.body.dispatchEvent(new KeyboardEvent("keydown", { key: pressed, bubbles: true })),
          true,
        ),
      key,
    );

  const submit = () =>
    page.evaluate(() => {
      const form = document.querySelector<HTMLFormElement>("form[aria-label='Jump to a time']");
      return window.untilWhole(() => form?.requestSubmit(), true);
    });

  await joinEveryProject(world);
  await page.goto(address);
  await page.locator("[data-row-index]").first().waitFor();
  await watchRowsInSight(page);
  const table = page.getByRole("table", { name: "Jobs" });
  await settled("newest", rest());
  await checkEdge(page, world, "newest");

  await table.hover();
  const spun = await longestFrameDuring(page, async () => {
    const endMs = performance.now() + WHEEL_SECONDS * 1_000;
    while (performance.now() < endMs) {
      await page.mouse.wheel(0, WHEEL_PX);
      await page.waitForTimeout(BETWEEN_TURNS_MS);
    }
  });
  await settled("wheel", rest());
  const passedRows = await page.evaluate(() => Number(window.rowsInSight()[0]?.dataset["rowIndex"]));
  await settled("bar to the middle of what was read", pull(0.5));
  await settled("bar to its end", pull(1));

  await settled("end", press("End"));
  await checkEdge(page, world, "oldest");
  await page.mouse.wheel(0, -WHEEL_PX * 4);
  await settled("wheel from the oldest up", rest());

  await page.getByRole("button", { name: "Jump to a time" }).click();
  await page.getByLabel("Jobs submitted until").fill(await middleMoment(world));
  await settled("middle", submit());
  const share = await shareAbove(page, world);
  if (Math.abs(share - 0.5) > 0.01) throw new Error(`The middle is at ${share}`);
  await table.hover();
  for (const [place, turns] of [
    ["wheel from the middle up", -4],
    ["wheel from there down", 8],
  ] as const) {
    await page.mouse.wheel(0, WHEEL_PX * turns);
    await settled(place, rest());
  }

  await settled("home", press("Home"));
  await checkEdge(page, world, "newest");
  await leaveOtherProjects(world);
  return {
    longestFrameMs: spun.longestMs,
    rowsPerSecond: passedRows / WHEEL_SECONDS,
    settleMs,
    checkedRows,
  };
}

/** So that it is a million, and not the half that everything else is measured with. */
const joinEveryProject = ({ superuser, account }: World) =>
  superuser.query(
    `insert into public.project_members (project_id, user_id, role)
     select p.id, f.user_id, 'viewer' from public.projects as p, public.profiles as f
     where f.email = $1 and p.slug like 'bench-%' on conflict do nothing`,
    [account.email],
  );

const leaveOtherProjects = ({ superuser, account }: World) =>
  superuser.query(
    `delete from public.project_members as m using public.profiles as f
     where f.email = $1 and m.user_id = f.user_id and m.role = 'viewer'`,
    [account.email],
  );

/** When the job in the middle of all was submitted, as an input for a local time takes it: to the minute. */
async function middleMoment({ superuser }: World): Promise<string> {
  const { rows } = await superuser.query<{ at: Date }>(
    `select created_at as at from public.jobs order by created_at desc
     offset (select count(*) / 2 from public.jobs) limit 1`,
  );
  const at = rows[0]?.at;
  if (at === undefined) throw new Error("There are no jobs");
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
