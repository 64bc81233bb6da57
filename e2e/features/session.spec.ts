import { randomUUID } from "node:crypto";
import { expect, test } from "../support/fixtures.ts";
import { sendSignInForm } from "../support/sign-in-form.ts";
import { submitWaitingJob } from "../support/waiting-job.ts";

test("signing out in one tab is told in the other, which shows no more than it had", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const word = `Tab${randomUUID().slice(0, 8)}`;
  await submitWaitingJob(service, word);
  const person = await createPerson("operator");
  await signIn(page, person);
  await page.goto(`${platform.consoleUrl}/jobs?text=${word}`);
  await expect(page.getByRole("row").filter({ hasText: word })).toBeVisible();
  const other = await page.context().newPage();
  await other.goto(platform.consoleUrl);

  await other.getByRole("button", { name: /^Account of/ }).click();
  await other.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(other.getByLabel("Email")).toBeVisible();

  await page.bringToFront();
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await expect(page.getByRole("alert").filter({ hasText: "You are signed out." })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: word })).toBeVisible();
  await expect(page.getByText("There are no jobs yet")).toHaveCount(0);

  await page.getByRole("button", { name: "Sign in again" }).click();
  await sendSignInForm(page, person);
  await expect(page).toHaveURL(new RegExp(`/jobs\\?text=${word}$`));
  await expect(page.getByRole("row").filter({ hasText: word })).toBeVisible();
});

test("a tab in which another person has signed in meanwhile says so, and becomes theirs", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  const [operator, viewer] = [await createPerson("operator"), await createPerson("viewer")];
  await signIn(page, operator);
  const other = await page.context().newPage();
  await other.goto(platform.consoleUrl);
  await other.getByRole("button", { name: /^Account of/ }).click();
  await other.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(other.getByLabel("Email")).toBeVisible();
  await signIn(other, viewer);

  await page.bringToFront();
  await page.evaluate(() => dispatchEvent(new Event("focus")));
  await expect(page.getByRole("alert").filter({ hasText: "Somebody else has signed in" })).toBeVisible();
  await expect(page.getByRole("link", { name: /new job/i }).first()).toBeVisible();
  await page.getByRole("button", { name: "Go on as them" }).click();
  await expect(page.getByRole("button", { name: `Account of ${viewer.email}` })).toBeVisible();
  await expect(page.getByRole("link", { name: /new job/i })).toHaveCount(0);
});

test("a job that is being edited into a new one survives the end of the session", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const jobId = await submitWaitingJob(service, "What was first?");
  const person = await createPerson("operator");
  await signIn(page, person);
  await page.goto(`${platform.consoleUrl}/jobs/new?from=${jobId}`);
  await expect(page.getByLabel("Question")).toHaveValue("What was first?");
  await page.getByLabel("Question").fill("What came after?");
  await page.context().clearCookies();

  await page.getByRole("button", { name: /submit job/i }).click();
  await page.getByRole("link", { name: "sign in again" }).click();
  await sendSignInForm(page, person);

  await expect(page.getByLabel("Question")).toHaveValue("What came after?");
});

test("drafts in two tabs do not write over each other", async ({ page, createPerson, signIn, platform }) => {
  await signIn(page, await createPerson("operator"));
  const other = await page.context().newPage();
  for (const [tab, words] of [
    [page, "The first tab's"],
    [other, "The second tab's"],
  ] as const) {
    await tab.goto(`${platform.consoleUrl}/jobs/new`);
    await tab.getByLabel("Question").fill(words);
  }
  await page.reload();
  await other.reload();

  await expect(page.getByLabel("Question")).toHaveValue("The first tab's");
  await expect(other.getByLabel("Question")).toHaveValue("The second tab's");
});
