import type { Page } from "@playwright/test";

export interface Person {
  email: string;
  password: string;
}

/** Fills the form that stands there, and sends it. */
export async function sendSignInForm(page: Page, { email, password }: Person): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}
