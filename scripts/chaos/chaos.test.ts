import { expect, test } from "vitest";
import { runChaos } from "./run-chaos.ts";

test("after a short time of every fault, every job is finished or failed with a reason, none twice, none stuck", async () => {
  const report = await runChaos({ minutes: 0.25, seed: 20_261_122 }, () => undefined);

  expect(report.violated).toEqual([]);
  expect(report.jobs.completed).toBeGreaterThan(0);
  const done = Object.entries(report.faults).filter(([, count]) => count > 0);
  expect(done.length).toBeGreaterThan(4);
}, 180_000);
