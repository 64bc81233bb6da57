import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import { submitWaitingJob } from "../support/waiting-job.ts";

const FIVE_MINUTES_MS = 300_000;

/** The reader's clock is off by so much from the next page on. Everything goes at the speed it should. */
async function shiftClock(page: Page, byMs: number): Promise<void> {
  await page.addInitScript((offsetMs) => {
    const RealDate = Date;
    class ShiftedDate extends RealDate {
      constructor(...given: [] | ConstructorParameters<DateConstructor>) {
        if (given.length === 0) super(RealDate.now() + offsetMs);
        else super(...(given as [number]));
      }
      static override now(): number {
        return RealDate.now() + offsetMs;
      }
    }
    window.Date = ShiftedDate as DateConstructor;
  }, byMs);
}

for (const [how, byMs] of [
  ["ahead", FIVE_MINUTES_MS],
  ["behind", -FIVE_MINUTES_MS],
] as const) {
  test(`a clock five minutes ${how} tells the right times, and how old what is shown really is`, async ({
    page,
    createPerson,
    signIn,
    platform,
    service,
  }) => {
    const word = `Clock${randomUUID().slice(0, 8)}`;
    await shiftClock(page, byMs);
    await signIn(page, await createPerson("operator", "operator"));
    const drift = await page.evaluate(() => Date.now());
    expect(Math.abs(drift - Date.now() - byMs)).toBeLessThan(60_000);
    await page.goto(`${platform.consoleUrl}/jobs?text=${word}&since=1h`);
    await expect(page.getByTestId("live-dot")).toHaveText("live");

    const jobId = await submitWaitingJob(service, word);
    const row = page.getByTestId(`job-row-${jobId}`);
    await expect(row).toBeVisible();
    await expect(row.locator("time").first()).toHaveText(/^(just now|\d+ s ago|in (59|60) min|in 1 h)$/);
    await row.getByRole("link").click();
    await expect(page.getByText(/^submitted (just now|\d+ s ago)/)).toBeVisible();

    await page.goto(`${platform.consoleUrl}/queues`);
    await page.getByRole("button", { name: "Pause batch" }).click();
    await page.getByLabel("Reason").fill(word);
    await page.getByText("4 h", { exact: true }).click();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("region", { name: "Queue batch" })).toHaveAttribute("data-paused", "true");
    const { data: queue } = await service
      .from("queues")
      .select("paused_until")
      .eq("name", "batch")
      .single()
      .throwOnError();
    const hours = (Date.parse(queue.paused_until ?? "") - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(3.98);
    expect(hours).toBeLessThan(4.01);
    await service.rpc("resume_queue", { name: "batch" }).throwOnError();

    await expect(page.getByTestId("live-dot")).toHaveText("live");
    await page.context().setOffline(true);
    await expect(page.getByTestId("live-dot")).toHaveText(/data from (just now|[1-5]?\d s ago)$/, {
      timeout: 30_000,
    });
  });
}
