import type { Page } from "@playwright/test";
import { expect, test } from "../support/fixtures.ts";
import { waitUntilLive } from "../support/live.ts";

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name, exact: true });
const place = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: new RegExp(`^${name}`) });
const themeSwitch = (page: Page) => page.getByRole("button", { name: "Switch between dark and light" });
const theme = (page: Page) => page.evaluate(() => document.documentElement.dataset["theme"]);

test("what stands around every page is used by the mouse alone, at a desk and on a telephone", async ({
  page,
  createPerson,
  signIn,
}) => {
  await signIn(page, await createPerson("viewer"));
  await waitUntilLive(page);
  await place(page, "Nodes").click();
  await expect(heading(page, "Nodes")).toBeVisible();

  await page.getByRole("button", { name: "Search or jump" }).click();
  await page.getByRole("option", { name: /^Sites/ }).click();
  await expect(heading(page, "Sites")).toBeVisible();
  await page.getByRole("button", { name: "Search or jump" }).click();
  await page.mouse.click(20, 400);
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await themeSwitch(page).click();
  const chosen = await theme(page);
  await themeSwitch(page).click();
  expect(await theme(page)).not.toBe(chosen);
  await themeSwitch(page).click();
  await page.reload();
  expect(await theme(page)).toBe(chosen);

  await page.setViewportSize({ width: 390, height: 844 });
  // The last of the places lie beyond the edge: they are wiped into sight.
  await place(page, "Settings").click();
  await expect(heading(page, "Settings")).toBeVisible();
  await page.reload();
  await expect(place(page, "Settings")).toBeInViewport();
  await page.getByRole("button", { name: "Search or jump" }).click();
  await page.getByRole("option", { name: "Keyboard shortcuts ?" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Close" }).click();
  await page.getByRole("button", { name: /^Account of/ }).click();
  await expect(page.getByRole("menu")).toContainText("viewer");
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page.getByLabel("Email")).toBeVisible();
});

test("what stands around every page is used by keys alone", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  await signIn(page, await createPerson("operator"));
  await page.goto(`${platform.consoleUrl}/queues`);
  await waitUntilLive(page);

  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the page" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Search or jump" })).toBeFocused();

  await page.keyboard.press("n");
  await expect(heading(page, "New job")).toBeVisible();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("dark and light");
  const before = await theme(page);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(await theme(page)).not.toBe(before);
  await themeSwitch(page).press("Enter");
  expect(await theme(page)).not.toBe(undefined);

  const account = page.getByRole("button", { name: /^Account of/ });
  await account.press("Enter");
  await expect(page.getByRole("menu")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu")).toHaveCount(0);
  await expect(account).toBeFocused();
  await account.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByLabel("Email")).toBeVisible();
});
