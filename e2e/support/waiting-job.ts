import type { Database } from "@spool/db/database.types";
import type { createServiceClient } from "@spool/db/service-client";

type Service = ReturnType<typeof createServiceClient>;
type NewJob = Database["public"]["Tables"]["jobs"]["Insert"];

const HOUR_MS = 3_600_000;

/** When nothing of a test runs any more. */
const later = (): string => new Date(Date.now() + HOUR_MS).toISOString();

interface Rest {
  /** Columns that are not as they would be by themselves. */
  columns?: Partial<NewJob>;
  /** What stands in the payload beside the question. */
  payload?: Record<string, string>;
}

/** Jobs of the default project that wait for longer than any test. Returns their ids, in the order of the questions. */
export async function submitWaitingJobs(
  service: Service,
  questions: readonly string[],
  { columns, payload }: Rest = {},
): Promise<string[]> {
  const { data } = await service
    .from("jobs")
    .insert(
      questions.map((question) => ({
        job_type: "doubt",
        run_at: later(),
        payload: { ...payload, question },
        ...columns,
      })),
    )
    .select("id")
    .throwOnError();
  return data.map(({ id }) => id);
}

/** One of them. Returns its id. */
export async function submitWaitingJob(service: Service, question: string, rest?: Rest): Promise<string> {
  const [id] = await submitWaitingJobs(service, [question], rest);
  if (id === undefined) throw new Error("The job was not inserted");
  return id;
}

/** `word 0`, `word 1`, and so on. */
export const numbered = (word: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${word} ${index}`);
