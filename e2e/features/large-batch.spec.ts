import { randomUUID } from "node:crypto";
import { expect, test } from "../support/fixtures.ts";

test("a project's limits are told in words: fewer go at once, and it goes on by itself when the minute is over", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const run = randomUUID().slice(0, 8);
  const { data: project } = await service
    .from("projects")
    .insert({ slug: `slow-${run}`, name: "Slow" })
    .select("id")
    .single()
    .throwOnError();
  const person = await createPerson(null);
  const { data: profile } = await service
    .from("profiles")
    .select("user_id")
    .eq("email", person.email)
    .single()
    .throwOnError();
  await service
    .from("project_members")
    .insert({ project_id: project.id, user_id: profile.user_id, role: "admin" })
    .throwOnError();
  const limit = (submissions: number) =>
    service
      .rpc("set_project_limits", { project_id: project.id, submissions_per_minute: submissions })
      .throwOnError();
  await limit(120);
  await page.clock.install();
  await signIn(page, person);
  await page.goto(`${platform.consoleUrl}/jobs/new/batch`);
  const rows = Array.from({ length: 300 }, (_, index) => `Slow ${run} ${index}?,2031-01-01T00:00:00Z`);
  await page.getByLabel("File with jobs").setInputFiles({
    name: "slow.csv",
    mimeType: "text/csv",
    buffer: Buffer.from(`question,run_at\n${rows.join("\n")}\n`),
  });
  await page.getByRole("button", { name: "Submit 300 jobs" }).click();

  await expect(page.getByText(/^It goes on by itself in \d+ s$/)).toBeVisible();
  await expect(page.getByText(/takes 120 jobs a minute from each person/)).toBeVisible();
  await expect(page.getByText("100 of 300")).toBeVisible();
  await limit(10_000);
  await page.clock.fastForward(70_000);

  await expect(page.getByText("300 submitted")).toBeVisible();
  const { count } = await service
    .from("jobs")
    .select("id", { count: "exact", head: true })
    .eq("project_id", project.id)
    .throwOnError();
  expect(count).toBe(300);
  await service.from("jobs").delete().eq("project_id", project.id).throwOnError();
});
