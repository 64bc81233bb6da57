import type { createServiceClient } from "@spool/db/service-client";

const HOUR_MS = 3_600_000;

/** When nothing of a test runs any more. */
export const later = (): string => new Date(Date.now() + HOUR_MS).toISOString();

/** A job of the default project that waits for longer than any test. Returns its id. */
export async function submitWaitingJob(
  service: ReturnType<typeof createServiceClient>,
  question: string,
): Promise<string> {
  const { data } = await service
    .from("jobs")
    .insert({ job_type: "doubt", run_at: later(), payload: { question } })
    .select("id")
    .single()
    .throwOnError();
  return data.id;
}
