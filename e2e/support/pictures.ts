import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";

export const SMALL_PX = 64;

/** Files on disk that a person could choose, with names of their own; in a folder that is removed in the end. */
export async function openPictureFolder() {
  const folder = await mkdtemp(join(tmpdir(), "spool-e2e-uploads-"));
  return {
    async fileOf(name: string, content: Buffer | string): Promise<string> {
      const path = join(folder, `${randomUUID().slice(0, 8)}-${name}`);
      await writeFile(path, content);
      return path;
    },
    remove: () => rm(folder, { recursive: true }),
  };
}

/** New job, as the person who is signed in. */
export const openNewJob = (page: Page, consoleUrl: string) => page.goto(`${consoleUrl}/jobs/new`);

export const choosePictures = (page: Page, paths: string | string[]): Promise<void> =>
  page.getByLabel("Picture files").setInputFiles(paths);

export const chosenPictures = (page: Page): Locator =>
  page.getByRole("list", { name: /chosen pictures/i }).getByRole("listitem");

export const uploaded = (page: Page): Locator => page.getByText("Uploaded", { exact: true });

export const fillSubject = (page: Page): Promise<void> =>
  page.getByLabel("Question").fill("Where does the river rise?");

/** Submits the form, and returns the id of the job. */
export async function submitForm(page: Page): Promise<string> {
  await page.getByRole("button", { name: /submit job/i }).click();
  return submittedJob(page);
}

/** The job whose page comes after New job. */
export async function submittedJob(page: Page): Promise<string> {
  await page.waitForURL(/\/jobs\/[0-9a-f-]{36}$/);
  return page.url().split("/").at(-1) ?? "";
}
