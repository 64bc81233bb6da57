import { asAnon, asUser } from "@spool/testing/callers";
import { claimNext, completedOutcome, insertJob, registerNode, startAttempt } from "@spool/testing/jobs";
import { createPeople } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import { expect, test } from "vitest";

const db = useTestDatabase();

/** Runs the only job that waits to its end, with what a video brings along. */
async function complete(title: string) {
  const [claimed] = await claimNext(db.worker, await registerNode(db.worker));
  const attemptId = claimed?.attempt_id ?? "";
  await startAttempt(db.worker, attemptId);
  const outcome = completedOutcome(claimed?.job_id ?? "", attemptId);
  const result = {
    ...("result" in outcome && outcome.result),
    metadata: { title, description: "About it.", tags: ["one", "two"], language: "en" },
    quality: {
      checks: [{ name: "length", is_passed: true, message: "It lasts 60 s." }],
      figures: { duration_seconds: 60, vmaf_score: null },
      not_measured: { vmaf_score: "No reference." },
    },
  };
  await db.worker.query("select private.complete_attempts($1)", [JSON.stringify({ [attemptId]: result })]);
  return attemptId;
}

test("an attempt that completes leaves metadata and quality, a later one replaces them, and members read them", async () => {
  const people = await createPeople(db.owner);
  const jobId = await insertJob(db.owner, { projectId: people.projectId });
  await complete("First");
  await asUser(db.api, people.operator)("select public.retry_job($1)", [jobId]);
  const attemptId = await complete("Second");

  const read = "select m.attempt_id, m.title, m.tags, q.figures, q.not_measured from public.job_metadata as m join public.job_quality as q using (job_id, attempt_id) where job_id = $1"; // prettier-ignore
  expect((await asUser(db.api, people.viewer)(read, [jobId])).rows).toEqual([
    {
      attempt_id: attemptId,
      title: "Second",
      tags: ["one", "two"],
      figures: { duration_seconds: 60, vmaf_score: null },
      not_measured: { vmaf_score: "No reference." },
    },
  ]);
  for (const caller of [asUser(db.api, people.stranger), asAnon(db.api)]) {
    expect((await caller(read, [jobId])).rows).toEqual([]);
  }
});
