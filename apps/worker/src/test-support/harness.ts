import pg from "pg";
import pino from "pino";
import { startWorker, type Worker, type WorkerSettings } from "../worker.ts";
import { startFakeOrchestrator, type FakeOrchestrator } from "@spool/testing/fake-orchestrator";

/** What the tests look at in a job's row. */
interface JobRow {
  status: string;
  stage: string | null;
  progress_ratio: number;
  attempt_id: string | null;
  attempt_count: number;
  lost_in_a_row: number;
  video_path: string | null;
  video_url: string | null;
  duration_seconds: number | null;
  notices: string[];
  error: {
    category: string;
    message: string;
    stage: string | null;
    attempt: number;
    stack: string | null;
  } | null;
  run_in_seconds: number;
}

/** What createTestDatabase of packages/testing gives. */
interface MigratedDatabase {
  workerUrl: string;
  superuserUrl: string;
  drop(): Promise<void>;
}

export interface Harness {
  workerUrl: string;
  fake: FakeOrchestrator;
  /** Runs a statement with all rights and returns its rows. */
  sql(text: string, values?: unknown[]): Promise<Record<string, unknown>[]>;
  startWorker(settings?: Partial<WorkerSettings>): Promise<Worker>;
  insertJob(question?: string): Promise<string>;
  job(jobId: string): Promise<JobRow>;
  close(): Promise<void>;
}

/**
 * Workers over a database of the test's own, and a fake orchestrator. Repeated attempts wait 50 ms instead of 10 s.
 *
 * Everything that a test starts through it is stopped by `close`.
 */
export async function createHarness(database: MigratedDatabase): Promise<Harness> {
  const pool = new pg.Pool({ connectionString: database.superuserUrl, max: 3 });
  const fake = await startFakeOrchestrator();
  const workers: Worker[] = [];
  const hurry = AbortSignal.abort();
  const sql: Harness["sql"] = async (text, values) =>
    (await pool.query<Record<string, unknown>>(text, values)).rows;
  await sql("update private.settings set retry_base_seconds = 0.05");

  return {
    workerUrl: database.workerUrl,
    fake,
    sql,
    async startWorker(settings = {}) {
      const worker = await startWorker(
        {
          databaseUrl: database.workerUrl,
          orchestratorUrl: fake.url,
          supabase: null,
          name: `test-${workers.length}`,
          slots: 2,
          site: null,
          version: "0.0.0",
          ...settings,
        },
        pino({ level: "silent" }),
        new AbortController().signal,
      );
      workers.push(worker);
      return worker;
    },
    async insertJob(question = "Why is the sky blue?") {
      const rows = await sql(
        "insert into public.jobs (job_type, payload) values ('doubt', $1) returning id",
        [JSON.stringify({ question })],
      );
      return String(rows[0]?.["id"]);
    },
    async job(jobId) {
      const rows = await sql(
        `select *, progress_ratio::float8, duration_seconds::float8,
           extract(epoch from run_at - now())::float8 as run_in_seconds
         from public.jobs where id = $1`,
        [jobId],
      );
      // The columns of the select above; the tests are what checks them.
      return rows[0] as unknown as JobRow;
    },
    async close() {
      await Promise.all(workers.map((worker) => worker.stop(0, hurry)));
      await fake.close();
      await pool.end();
      await database.drop();
    },
  };
}
