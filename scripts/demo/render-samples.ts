import { readdir, readFile } from "node:fs/promises";
import type { JobTypeName } from "@spool/contracts/job-catalogue";
import { z } from "zod";
import type { RunningInstance } from "../platform/instance.ts";
import { SetupError } from "../platform/settings.ts";
import { describeProgress, submitJob, watchJob, type JobRow } from "../platform/watch-job.ts";
import { describeResult } from "./describe-result.ts";

const SAMPLES = new URL("../../samples/", import.meta.url);
/** All of them together; each has ten minutes once it runs. */
const TIMEOUT_SECONDS = 3_600;

type Access = Pick<RunningInstance, "apiUrl" | "secretKey">;

export interface SampleResult {
  sample: string;
  is_finished: boolean;
  asked_seconds: number;
  [fact: string]: unknown;
}

/**
 * Submits every sample of a type as any program would, or only the one that is named, and tells of each what came of
 * it. One that fails stops no other.
 */
export async function renderSamples(
  access: Access,
  type: JobTypeName,
  only: string | undefined,
  show: (line: string) => void,
): Promise<SampleResult[]> {
  const all = await readSamples(type);
  const samples = all.filter(({ name }) => only === undefined || name === only);
  if (samples.length === 0) {
    throw new SetupError(
      `There is no sample ${only ?? ""} of ${type}: ${all.map(({ name }) => name).join(", ")}.`,
    );
  }
  const submitted = [];
  for (const { name, payload } of samples) {
    submitted.push({
      name,
      payload,
      job: await submitJob(access, { job_type: type, priority: "high", payload }),
    });
  }
  const results: SampleResult[] = [];
  for (const { name, payload, job } of submitted) {
    const row = await watchJob(access, job, {
      timeoutSeconds: TIMEOUT_SECONDS,
      onChange: (now) => show(`${name}: ${describeProgress(now)}`),
    });
    const length = payload["length"];
    results.push({
      sample: name,
      is_finished: row.status === "completed",
      asked_seconds: typeof length === "number" ? length : 60,
      ...(await factsOf(access, row)),
    });
  }
  return results;
}

async function factsOf(access: Access, row: JobRow): Promise<Record<string, unknown>> {
  if (row.status !== "completed") return { job_id: row.id, status: row.status, error: row.error };
  return { ...(await describeResult(row)), notices: row.notices, quality: await qualityOf(access, row.id) };
}

async function qualityOf(
  { apiUrl, secretKey }: Access,
  jobId: string,
): Promise<Record<string, unknown> | null> {
  const response = await fetch(`${apiUrl}/rest/v1/job_quality?job_id=eq.${jobId}`, {
    headers: { apikey: secretKey, authorization: `Bearer ${secretKey}` },
  });
  if (!response.ok)
    throw new SetupError(`The quality of job ${jobId} cannot be read: HTTP ${response.status}.`);
  const rows = z.array(z.record(z.string(), z.unknown())).parse(await response.json());
  return rows[0] ?? null;
}

async function readSamples(type: JobTypeName): Promise<{ name: string; payload: Record<string, unknown> }[]> {
  const folder = new URL(`${type}/`, SAMPLES);
  const files = (await readdir(folder)).filter((file) => file.endsWith(".json")).sort();
  return Promise.all(
    files.map(async (file) => ({
      name: file.replace(/\.json$/, ""),
      payload: z
        .record(z.string(), z.unknown())
        .parse(JSON.parse(await readFile(new URL(file, folder), "utf8"))),
    })),
  );
}
