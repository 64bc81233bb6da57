import type { AttemptOutcome } from "@spool/contracts/attempt-outcome";
import {
  claimNext,
  completedOutcome,
  failedOutcome,
  jobInStatus,
  registerNode,
  settleAttempt,
  startAttempt,
} from "@spool/testing/jobs";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeEach, describe, expect, test } from "vitest";

const db = useTestDatabase();

beforeEach(async () => {
  await db.owner.query("delete from public.jobs");
});

async function job(jobId: string): Promise<Record<string, unknown>> {
  const { rows } = await db.owner.query<Record<string, unknown>>(
    `select j.*, extract(epoch from j.run_at - j.updated_at)::float as due_in_seconds,
       extract(epoch from j.video_url_expires_at - j.finished_at)::float as url_valid_for_seconds
     from public.jobs as j where j.id = $1`,
    [jobId],
  );
  return rows[0] ?? {};
}

async function attemptStatuses(jobId: string): Promise<unknown[]> {
  const { rows } = await db.owner.query<{ status: string }>(
    "select status from public.job_attempts where job_id = $1 order by number",
    [jobId],
  );
  return rows.map((row) => row.status);
}

/** Lets the job be due now and runs it once more. Returns the status it came to. */
async function runAgain(jobId: string, outcome: AttemptOutcome) {
  await db.owner.query("update public.jobs set run_at = now() where id = $1", [jobId]);
  const [claimed] = await claimNext(db.worker, await registerNode(db.worker));
  await startAttempt(db.worker, claimed?.attempt_id ?? "");
  return settleAttempt(db.worker, claimed?.attempt_id ?? "", outcome);
}

test("a completed attempt leaves its result, files and notices on the job", async () => {
  const { jobId, attemptId = "" } = await jobInStatus(db, "processing");

  expect(await settleAttempt(db.worker, attemptId, completedOutcome(jobId, attemptId))).toBe("completed");

  expect(await job(jobId)).toMatchObject({
    status: "completed",
    attempt_id: attemptId,
    progress_ratio: "1",
    video_path: `${jobId}/${attemptId}/video.mp4`,
    thumbnail_path: `${jobId}/${attemptId}/thumbnail.jpg`,
    captions_path: `${jobId}/${attemptId}/captions.vtt`,
    video_url: "http://127.0.0.1/video.mp4",
    thumbnail_url: "http://127.0.0.1/thumbnail.jpg",
    url_valid_for_seconds: 7 * 24 * 3_600,
    duration_seconds: "60.5",
    width_px: 1_080,
    height_px: 1_920,
    notices: ["One sentence was left out."],
    error: null,
  });
  const { rows } = await db.owner.query(
    "select kind, bucket, path, size_bytes::int from public.job_files where job_id = $1 and attempt_id = $2 order by kind",
    [jobId, attemptId],
  );
  expect(rows).toHaveLength(3);
  expect(rows[0]).toEqual({ kind: "video", bucket: "videos", path: `${jobId}/${attemptId}/video.mp4`, size_bytes: 1_000 }); // prettier-ignore
});

test("an orchestrator that knows addresses only is enough", async () => {
  const { jobId, attemptId = "" } = await jobInStatus(db, "processing");
  const result = {
    video_url: "http://x/v",
    thumbnail_url: "http://x/t",
    duration_seconds: 3,
    files: [],
    notices: [],
  };

  expect(await settleAttempt(db.worker, attemptId, { kind: "completed", result })).toBe("completed");
  expect(await job(jobId)).toMatchObject({ video_url: "http://x/v", video_path: null, width_px: null });
});

test("a file that belongs to another job is not taken away from it", async () => {
  const first = await jobInStatus(db, "completed");
  const second = await jobInStatus(db, "processing");
  const stolen = completedOutcome(first.jobId, first.attemptId ?? "");

  await settleAttempt(db.worker, second.attemptId ?? "", stolen);

  const { rows } = await db.owner.query("select distinct job_id from public.job_files");
  expect(rows).toEqual([{ job_id: first.jobId }]);
});

test.each([
  completedOutcome("j", "a"),
  failedOutcome("TIMEOUT"),
  failedOutcome("INVALID_INPUT"),
  { kind: "handed_back" },
  { kind: "lost" },
] as const)("settling twice changes nothing: $kind", async (outcome) => {
  const { jobId, attemptId = "" } = await jobInStatus(db, "processing");
  await settleAttempt(db.worker, attemptId, outcome);
  const before = await job(jobId);

  expect(await settleAttempt(db.worker, attemptId, outcome)).toBeNull();
  expect(await job(jobId)).toEqual(before);
});

test("of two that settle one attempt at once, one does", async () => {
  const { attemptId = "" } = await jobInStatus(db, "processing");

  const answers = await Promise.all(
    Array.from({ length: 6 }, () => settleAttempt(db.worker, attemptId, { kind: "lost" })),
  );

  expect(answers.filter((status) => status === "queued")).toHaveLength(1);
  expect(answers.filter((status) => status === null)).toHaveLength(5);
});

describe("failures", () => {
  test.each(["INVALID_INPUT", "NOT_FOUND"] as const)("%s fails the job at once", async (category) => {
    const { jobId, attemptId = "" } = await jobInStatus(db, "processing");

    expect(await settleAttempt(db.worker, attemptId, failedOutcome(category))).toBe("failed");
    expect(await job(jobId)).toMatchObject({ status: "failed", error_category: category, attempt_count: 1 });
  });

  test.each(["TIMEOUT", "API_ERROR", "UNKNOWN"] as const)(
    "%s is tried again after 10 and 20 seconds, and fails the third time",
    async (category) => {
      const { jobId, attemptId = "" } = await jobInStatus(db, "processing");

      expect(await settleAttempt(db.worker, attemptId, failedOutcome(category))).toBe("pending");
      expect(await job(jobId)).toMatchObject({ due_in_seconds: 10, attempt_id: null, finished_at: null });
      expect(await runAgain(jobId, failedOutcome(category))).toBe("pending");
      expect(await job(jobId)).toMatchObject({ due_in_seconds: 20 });
      expect(await runAgain(jobId, failedOutcome(category))).toBe("failed");
      expect(await attemptStatuses(jobId)).toEqual(["failed", "failed", "failed"]);
    },
  );

  test("the job and the attempt keep what went wrong, in which stage and attempt", async () => {
    const { jobId, attemptId = "" } = await jobInStatus(db, "processing");
    await settleAttempt(db.worker, attemptId, failedOutcome("API_ERROR"));

    const error = {
      category: "API_ERROR",
      message: "It did not work.",
      stage: "render",
      attempt: 1,
      stack: "at line 1",
      occurred_at: expect.any(String) as unknown,
    };
    expect(await job(jobId)).toMatchObject({ error, error_category: "API_ERROR" });
    const { rows } = await db.owner.query("select error from public.job_attempts where id = $1", [attemptId]);
    expect(rows).toEqual([{ error }]);
  });

  test.each([
    [3, 10],
    [42, 42],
    [9_999, 300],
  ])(
    "a service that asks to be left alone for %i seconds is, within bounds: %i",
    async (asked, waitsSeconds) => {
      const { jobId, attemptId = "" } = await jobInStatus(db, "processing");

      await settleAttempt(db.worker, attemptId, failedOutcome("API_ERROR", asked));

      expect(await job(jobId)).toMatchObject({ due_in_seconds: waitsSeconds });
    },
  );

  test("a completed retry forgets the error", async () => {
    const { jobId, attemptId = "" } = await jobInStatus(db, "processing");
    await settleAttempt(db.worker, attemptId, failedOutcome("TIMEOUT"));

    expect(await runAgain(jobId, completedOutcome(jobId, attemptId))).toBe("completed");
    expect(await job(jobId)).toMatchObject({ error: null, error_category: null, attempt_count: 2 });
  });

  test("an attempt that fails before it starts is settled like any other", async () => {
    const { attemptId = "" } = await jobInStatus(db, "assigned");

    expect(await settleAttempt(db.worker, attemptId, failedOutcome("TIMEOUT"))).toBe("pending");
  });

  test("waits can be set, as tests do", async () => {
    await db.owner.query("update private.settings set retry_base_seconds = 0");
    try {
      const { jobId, attemptId = "" } = await jobInStatus(db, "processing");
      await settleAttempt(db.worker, attemptId, failedOutcome("TIMEOUT"));

      expect(await job(jobId)).toMatchObject({ status: "pending", due_in_seconds: 0 });
    } finally {
      await db.owner.query("update private.settings set retry_base_seconds = default");
    }
  });
});

describe("what is not the job's fault", () => {
  test("a job handed back is queued at once and does not lose an attempt, however often", async () => {
    const { jobId, attemptId = "" } = await jobInStatus(db, "processing");
    await settleAttempt(db.worker, attemptId, { kind: "handed_back" });
    for (let times = 0; times < 4; times++) {
      expect(await runAgain(jobId, { kind: "handed_back" })).toBe("queued");
    }

    expect(await job(jobId)).toMatchObject({
      status: "queued",
      attempt_count: 0,
      lost_in_a_row: 0,
      error: null,
    });
    expect(await attemptStatuses(jobId)).toEqual(Array(5).fill("handed_back"));
  });

  test("a job whose node was lost is queued again; the third in a row fails it with NODE_LOST", async () => {
    const { jobId, attemptId = "" } = await jobInStatus(db, "processing");

    expect(await settleAttempt(db.worker, attemptId, { kind: "lost" })).toBe("queued");
    expect(await job(jobId)).toMatchObject({ attempt_count: 0, lost_in_a_row: 1 });
    expect(await runAgain(jobId, { kind: "lost" })).toBe("queued");
    expect(await runAgain(jobId, { kind: "lost" })).toBe("failed");
    expect(await job(jobId)).toMatchObject({ error_category: "NODE_LOST", lost_in_a_row: 3 });
    expect(await attemptStatuses(jobId)).toEqual(["lost", "lost", "lost"]);
  });

  test.each([{ kind: "handed_back" }, failedOutcome("TIMEOUT")] as const)(
    "lost nodes are counted in a row only: $kind in between starts again",
    async (between) => {
      const { jobId, attemptId = "" } = await jobInStatus(db, "processing");
      await settleAttempt(db.worker, attemptId, { kind: "lost" });
      await runAgain(jobId, { kind: "lost" });
      await runAgain(jobId, between);

      expect(await runAgain(jobId, { kind: "lost" })).toBe("queued");
    },
  );
});

test("the stage that ran is left as the outcome left it", async () => {
  const cases: [AttemptOutcome, string][] = [
    [failedOutcome("INVALID_INPUT"), "failed"],
    [{ kind: "handed_back" }, "pending"],
    [{ kind: "lost" }, "pending"],
  ];
  for (const [outcome, status] of cases) {
    const { jobId, attemptId = "" } = await jobInStatus(db, "processing");
    await db.worker.query("select private.begin_stage($1, 'script')", [attemptId]);
    await settleAttempt(db.worker, attemptId, outcome);
    const { rows } = await db.owner.query("select status from public.job_stages where job_id = $1", [jobId]);
    expect(rows).toEqual([{ status }]);
  }
});

test("an outcome of no known kind is refused and changes nothing", async () => {
  const { jobId, attemptId } = await jobInStatus(db, "processing");

  const settle = db.worker.query("select private.settle_attempt($1, '{}')", [attemptId]);

  await expect(settle).rejects.toMatchObject({ code: "PT400" });
  expect(await job(jobId)).toMatchObject({ status: "processing" });
});
