import type { Locator, Page } from "@playwright/test";
import type { test } from "./fixtures.ts";

type Service = Parameters<Parameters<typeof test>[2]>[0]["service"];

/** A job that no node of the test's platform can take, so that it stands still while it is steered. */
export async function submitWaiting(
  service: Service,
  question: string,
  columns: object = {},
): Promise<string> {
  const { data } = await service
    .from("jobs")
    .insert({ job_type: "doubt", payload: { question }, requirements: { gpu: true }, ...columns })
    .select("id")
    .single()
    .throwOnError();
  return data.id;
}

export const controls = (page: Page): Locator => page.getByRole("group", { name: "Controls" });
