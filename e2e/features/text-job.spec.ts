import { expect, test } from "../support/fixtures.ts";
import { waitUntilLive } from "../support/live.ts";
import { expectToPlay } from "../support/video.ts";

const QUESTION = "Why do leaves change colour in autumn?";

test("a job submitted through the form becomes a video that plays, without a reload", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/jobs/new`);
  await page.getByLabel("Question").fill(QUESTION);
  await page
    .getByLabel("Text", { exact: true })
    .fill(
      "Leaves hold green chlorophyll and yellow carotenoids. In autumn the green breaks down first. The yellow remains.",
    );
  await page.getByRole("button", { name: /submit/i }).click();

  await expect(page.getByRole("heading", { name: QUESTION })).toBeVisible();
  const loadedAt = await page.evaluate(() => performance.timeOrigin);
  await expect(page.getByTestId("job-status")).toHaveText(/processing/i);
  await expect(page.getByTestId("job-status")).toHaveText(/completed/i, { timeout: 150_000 });

  await expectToPlay(page.locator("video"));
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(loadedAt);
});

test("a job inserted over REST appears in the open list, finishes there, and plays", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  await signIn(page, await createPerson("viewer"));
  await page.goto(`${platform.consoleUrl}/jobs`);
  await waitUntilLive(page);

  const response = await fetch(`${platform.apiUrl}/rest/v1/jobs`, {
    method: "POST",
    headers: {
      apikey: platform.secretKey,
      Authorization: `Bearer ${platform.secretKey}`,
      "Content-Type": "application/json",
      Prefer: "return=representation",
    },
    body: '{"job_type":"doubt","priority":"high","status":"queued","payload":{"question":"Test question"}}',
  });
  expect(response.status).toBe(201);
  const [job] = (await response.json()) as [{ id: string; status: string }];
  expect(job.status).toBe("pending");

  const row = page.getByTestId(`job-row-${job.id}`);
  await expect(row).toContainText("Test question");
  await expect(row).toContainText(/completed/i, { timeout: 150_000 });
  await row.getByRole("link").first().click();
  await expectToPlay(page.locator("video"));
});

test("a job that cannot become a video says why on its page", async ({
  page,
  createPerson,
  signIn,
  service,
  platform,
}) => {
  await signIn(page, await createPerson("viewer"));
  const { data: job } = await service
    .from("jobs")
    .insert({ job_type: "doubt", payload: { question: "   " } })
    .select("id")
    .single()
    .throwOnError();

  await page.goto(`${platform.consoleUrl}/jobs/${job.id}`);

  await expect(page.getByTestId("job-status")).toHaveText(/failed/i, { timeout: 30_000 });
  await expect(page.getByTestId("job-error")).toContainText("question");
});
