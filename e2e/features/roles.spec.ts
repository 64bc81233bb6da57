import { createClient } from "@supabase/supabase-js";
import { expect, test } from "../support/fixtures.ts";

test("a viewer finds no way to submit, and the database refuses when forced", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  const viewer = await createPerson("viewer");
  await signIn(page, viewer);

  await expect(page.getByRole("link", { name: /new job/i })).toHaveCount(0);

  const client = createClient(platform.apiUrl, platform.publishableKey, { auth: { persistSession: false } });
  await client.auth.signInWithPassword(viewer);
  const { status } = await client.from("jobs").insert({ job_type: "doubt", payload: { question: "May I?" } });
  expect(status).toBe(403);
});

test("somebody who belongs to no project sees no jobs", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  await service
    .from("jobs")
    .insert({ job_type: "doubt", payload: { question: "Not for strangers" } })
    .throwOnError();
  await signIn(page, await createPerson(null));

  await page.goto(`${platform.consoleUrl}/jobs`);

  await expect(page.getByRole("heading", { name: "Jobs" })).toBeVisible();
  await expect(page.getByText("Not for strangers")).toHaveCount(0);
});
