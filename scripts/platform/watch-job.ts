import { isFinished } from "@spool/contracts/job-states";
import { createServiceClient } from "@spool/db/service-client";
import type { Database } from "@spool/db/database.types";
import { SetupError } from "./settings.ts";

export type JobRow = Database["public"]["Tables"]["jobs"]["Row"];

export const describeProgress = ({ status, stage, progress_ratio }: JobRow): string =>
  status === "processing"
    ? `${status}, ${stage ?? "starting"}, ${Math.round(progress_ratio * 100)} %`
    : status;

interface Access {
  apiUrl: string;
  secretKey: string;
}

/** Inserts a job as any program would: one REST call with the service key. */
export async function submitJob(
  { apiUrl, secretKey }: Access,
  job: { job_type: string; priority?: string; payload: object },
): Promise<JobRow> {
  const response = await fetch(`${apiUrl}/rest/v1/jobs`, {
    method: "POST",
    headers: {
      apikey: secretKey,
      authorization: `Bearer ${secretKey}`,
      "content-type": "application/json",
      prefer: "return=representation",
    },
    body: JSON.stringify(job),
  });
  if (!response.ok)
    throw new SetupError(`The job was refused (${response.status}): ${await response.text()}`);
  const [row] = (await response.json()) as JobRow[]; // PostgREST answers an insert with the rows
  if (row === undefined) throw new SetupError("The job was accepted, but its row did not come back.");
  return row;
}

/**
 * Follows a job over Realtime, and reads it again now and then because Realtime promises no delivery.
 *
 * Resolves with the finished row; throws a SetupError after `timeoutSeconds`.
 */
export async function watchJob(
  { apiUrl, secretKey }: Access,
  job: Pick<JobRow, "id" | "project_id">,
  { timeoutSeconds, onChange }: { timeoutSeconds: number; onChange: (job: JobRow) => void },
): Promise<JobRow> {
  const client = createServiceClient(apiUrl, secretKey);
  const deadline = Date.now() + timeoutSeconds * 1_000;
  let lastRevision = -1;
  let wake: () => void = () => undefined;
  const channel = client
    .channel(`project:${job.project_id}`, { config: { private: true } })
    .on("broadcast", { event: "job_changed" }, () => wake())
    .subscribe();
  try {
    for (;;) {
      const { data } = await client.from("jobs").select("*").eq("id", job.id).single().throwOnError();
      if (data.revision > lastRevision) {
        lastRevision = data.revision;
        onChange(data);
      }
      if (isFinished(data.status)) return data;
      if (Date.now() > deadline) {
        throw new SetupError(`Job ${job.id} is still ${data.status} after ${timeoutSeconds} s.`);
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 2_000);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  } finally {
    await client.removeChannel(channel);
    await client.realtime.disconnect();
  }
}
