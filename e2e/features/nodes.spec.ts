import { expectAccessible } from "../support/axe.ts";
import { expect, test } from "../support/fixtures.ts";
import { waitUntilLive } from "../support/live.ts";

test.afterEach(async ({ service }) => {
  const { data: nodes } = await service.from("nodes").select("id").throwOnError();
  for (const { id } of nodes) await service.rpc("resume_node", { node_id: id });
});

test("a node is drained with a reason and resumed, and another browser sees it", async ({
  page,
  browser,
  createPerson,
  signIn,
  platform,
}) => {
  const other = await (await browser.newContext()).newPage();
  await signIn(page, await createPerson("operator", "operator"));
  await signIn(other, await createPerson("viewer"));
  for (const each of [page, other]) {
    await each.goto(`${platform.consoleUrl}/nodes`);
    await waitUntilLive(each);
  }

  await page.getByRole("button", { name: /^Drain / }).press("Enter");
  await page.getByLabel("Reason").fill("New disk");
  await page.keyboard.press("Enter");

  await expect(other.getByText("New disk.")).toBeVisible();
  await expect(other.getByText("draining")).toBeVisible();
  await page.getByRole("button", { name: /^Resume / }).click();
  await expect(other.getByText("New disk.")).toHaveCount(0);

  await page.getByRole("button", { name: /^Drain / }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: /^Drain / }).click();
  await page.getByRole("button", { name: "Drain the node" }).click();
  await expect(other.getByText("draining")).toBeVisible();
  await page.getByRole("button", { name: /^Resume / }).press("Enter");
  await expect(other.getByText("draining")).toHaveCount(0);
  await other.context().close();
});

test("a node's own page tells what it is and what it ran, and takes a figure of its own", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const { data: job } = await service
    .rpc("trigger_task", { job_type: "test_run", payload: { duration_seconds: 0 } })
    .throwOnError();
  await expect
    .poll(async () => (await service.from("jobs").select("status").eq("id", job.id).single()).data?.status)
    .toBe("completed");
  await signIn(page, await createPerson("operator", "operator"));
  await page.goto(`${platform.consoleUrl}/nodes`);

  await page.locator("li[data-node] a").first().click();
  await expect(page.getByText("libx264").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Test run" }).first()).toHaveAttribute("href", /\/jobs\//);

  await page.getByRole("button", { name: /change/ }).click();
  await page.getByLabel(/^Slots kept for live/).fill("1");
  await page.keyboard.press("Enter");
  await expect
    .poll(async () => (await service.from("nodes").select("reserved_live_slots").limit(1).single()).data)
    .toEqual({ reserved_live_slots: 1 });
  await service.from("nodes").update({ reserved_live_slots: null }).gte("slots", 0).throwOnError();
});

test("a viewer cannot drain; the pages are accessible", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  const { data: node } = await service.from("nodes").select("id").limit(1).single().throwOnError();
  await signIn(page, await createPerson("viewer"));
  await page.goto(`${platform.consoleUrl}/nodes`);
  await expect(page.locator("li[data-node]").first()).toBeVisible();

  await expect(page.getByRole("button", { name: /Drain|Resume/ })).toHaveCount(0);

  await expectAccessible(page, platform.consoleUrl, ["/nodes", `/nodes/${node.id}`]);
});
