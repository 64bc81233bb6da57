import { useTestDatabase } from "@spool/testing/use-database";
import { Cron } from "croner";
import fc from "fast-check";
import { expect, test } from "vitest";

const db = useTestDatabase();

/** The next runs after a moment, as Postgres has them. */
async function nextTimes(cron: string, timeZone: string, after: string, max: number): Promise<Date[]> {
  const { rows } = await db.owner.query<{ at: Date }>(
    "select * from private.next_cron_times($1, $2, $3, $4) as at",
    [cron, timeZone, after, max],
  );
  return rows.map(({ at }) => at);
}

/** As text on the wall clock of the zone, so that a reader can check them. */
async function nextOnWall(cron: string, timeZone: string, after: string, max: number): Promise<string[]> {
  const { rows } = await db.owner.query<{ at: string }>(
    `select to_char(at at time zone $2, 'YYYY-MM-DD HH24:MI') as at
     from private.next_cron_times($1, $2, $3, $4) as at`,
    [cron, timeZone, after, max],
  );
  return rows.map(({ at }) => at);
}

test.each([
  ["*/15 * * * *", ["2026-11-22 10:15", "2026-11-22 10:30", "2026-11-22 10:45"]],
  ["30 6 * * mon-fri", ["2026-11-23 06:30", "2026-11-24 06:30", "2026-11-25 06:30"]],
  ["0 0 1 * *", ["2026-12-01 00:00", "2027-01-01 00:00", "2027-02-01 00:00"]],
  ["0 12 29 2 *", ["2028-02-29 12:00", "2032-02-29 12:00", "2036-02-29 12:00"]],
  ["5 4 13 * fri", ["2026-11-27 04:05", "2026-12-04 04:05", "2026-12-11 04:05"]],
  ["0 9 * JAN,jul 7", ["2027-01-03 09:00", "2027-01-10 09:00", "2027-01-17 09:00"]],
  ["@daily", ["2026-11-23 00:00", "2026-11-24 00:00", "2026-11-25 00:00"]],
])("%s in Kolkata means %j", async (cron, expected) => {
  expect(await nextOnWall(cron, "Asia/Kolkata", "2026-11-22T10:00:00+05:30", 3)).toEqual(expected);
});

test("a time that the clock leaves out in spring comes as much later, once", async () => {
  const runs = await nextTimes("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2);
  expect(runs.map((run) => run.toISOString())).toEqual([
    "2026-03-29T01:30:00.000Z", // 03:30 on the wall: 02:30 was not there
    "2026-03-30T00:30:00.000Z",
  ]);
});

test("a time that comes twice in autumn runs once, and what runs every hour runs in both hours", async () => {
  const daily = await nextTimes("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2);
  expect(daily).toHaveLength(2);
  expect(Number(daily[1]) - Number(daily[0])).toBeGreaterThan(23 * 3_600_000);

  const hourly = await nextTimes("30 * * * *", "Europe/Berlin", "2026-10-25T00:00:00Z", 4);
  expect(hourly.map((run) => run.toISOString())).toEqual([
    "2026-10-25T00:30:00.000Z",
    "2026-10-25T01:30:00.000Z",
    "2026-10-25T02:30:00.000Z",
    "2026-10-25T03:30:00.000Z",
  ]);
});

test("a date that never comes has no next run", async () => {
  expect(await nextTimes("0 0 30 2 *", "UTC", "2026-11-22T00:00:00Z", 1)).toEqual([]);
});

test.each([
  ["", 'cron: "" has 1 fields, not 5'],
  ["* * * *", "has 4 fields, not 5"],
  ["* * * * * *", "has 6 fields, not 5"],
  ["60 * * * *", 'minute "60" is not between 0 and 59'],
  ["* 24 * * *", 'hour "24" is not between 0 and 23'],
  ["* * 0 * *", 'day of month "0" is not between 1 and 31'],
  ["* * * 13 *", 'month "13" is not between 1 and 12'],
  ["* * * * someday", 'day of week "someday" is not between 0 and 7'],
  ["5-1 * * * *", 'minute "5-1" ends before it begins'],
  ["*/0 * * * *", "has a step of 0"],
  ["*/x * * * *", 'minute "*/x" is not understood'],
  ["1,,2 * * * *", "is not understood"],
  ["1; drop table jobs * * * *", "fields, not 5"],
  ["999999999999999999 * * * *", "is not between 0 and 59"],
])("%j is refused, saying why", async (cron, message) => {
  await expect(nextTimes(cron, "UTC", "2026-11-22T00:00:00Z", 1)).rejects.toMatchObject({
    code: "PT400",
    message: expect.stringContaining(message) as string,
  });
});

const field = (low: number, high: number) => {
  const number = fc.integer({ min: low, max: high });
  const range = fc.tuple(number, number).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const step = fc.integer({ min: 1, max: Math.min(20, high) });
  return fc.oneof(
    { weight: 3, arbitrary: fc.constant("*") },
    { weight: 2, arbitrary: number.map(String) },
    { weight: 1, arbitrary: range },
    { weight: 1, arbitrary: fc.tuple(range, step).map(([r, s]) => `${r}/${s}`) },
    { weight: 1, arbitrary: step.map((s) => `*/${s}`) },
    { weight: 1, arbitrary: fc.array(number, { minLength: 1, maxLength: 4 }).map((all) => all.join(",")) },
  );
};

test("it agrees with croner on any expression, in zones without a change of the clock", async () => {
  // Whether "*/2" restricts a day is read in two ways: crontab(5) says no, croner says yes.
  const day = (low: number, high: number) => field(low, high).filter((text) => !text.startsWith("*/"));
  const expression = fc
    .tuple(field(0, 59), field(0, 23), day(1, 28), field(1, 12), day(0, 6))
    .map((fields) => fields.join(" "));
  const zone = fc.constantFrom(
    "UTC",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "America/Phoenix",
    "Pacific/Kiritimati",
  );
  const moment = fc.date({ min: new Date("2024-01-01"), max: new Date("2030-01-01"), noInvalidDate: true });

  await fc.assert(
    fc.asyncProperty(expression, zone, moment, async (cron, timeZone, after) => {
      const expected = new Cron(cron, { timezone: timeZone, paused: true }).nextRuns(3, after);
      expect(await nextTimes(cron, timeZone, after.toISOString(), 3)).toEqual(expected);
    }),
    { numRuns: 150 },
  );
});
