import type { DatabaseUnderFire } from "./database.ts";

export interface Violation {
  rule: string;
  /** How many rows break it. */
  count: number;
  /** A few of them. */
  examples: unknown[];
}

const EXAMPLES_MAX = 5;

/** Each names what must not be, and selects the rows in which it is. */
const RULES: Readonly<Record<string, string>> = {
  "a job is not finished": `
    select id, status, attempt_id, run_at, updated_at from public.jobs
    where status not in ('completed', 'failed', 'cancelled')`,
  "a failed job has no reason": `
    select id, error from public.jobs
    where status = 'failed' and (error ->> 'category' is null or coalesce(error ->> 'message', '') = '')`,
  "a job was completed more often than it was sent": `
    select job_id, count(*) filter (where cause = 'complete') as completed,
      count(*) filter (where cause = 'manual_retry') as sent_again
    from public.job_events group by job_id
    having count(*) filter (where cause = 'complete')
      > 1 + count(*) filter (where cause = 'manual_retry' and from_status = 'completed')`,
  "a completed job's attempt did not complete": `
    select j.id, a.status from public.jobs as j
    left join public.job_attempts as a on a.id = j.attempt_id and a.job_id = j.id
    where j.status = 'completed' and a.status is distinct from 'completed'`,
  "completed attempts and completions differ": `
    select job_id, sum(attempts) as attempts, sum(events) as events from (
      select job_id, 1 as attempts, 0 as events from public.job_attempts where status = 'completed'
      union all
      select job_id, 0, 1 from public.job_events where cause = 'complete'
    ) as both_sides group by job_id having sum(attempts) <> sum(events)`,
  "an attempt of a finished job is open": `
    select a.id, a.job_id, a.status from public.job_attempts as a where a.status in ('assigned', 'running')`,
  "a file comes from an attempt that did not complete": `
    select f.job_id, f.path from public.job_files as f
    join public.job_attempts as a on a.id = f.attempt_id where a.status <> 'completed'`,
  "a video is not of the attempt that completed": `
    select id, video_path from public.jobs
    where status = 'completed' and video_path not like id || '/' || attempt_id || '/%'`,
  "a stage of a finished job runs": `
    select s.job_id, s.stage from public.job_stages as s where s.status = 'running'`,
  "a history does not begin with an insert": `
    select distinct on (job_id) job_id, from_status, cause from public.job_events
    where job_id not in (select job_id from public.job_events where from_status is null and cause = 'insert')`,
  "a move is not a legal one": `
    select e.job_id, e.from_status, e.to_status, e.cause from public.job_events as e
    where e.from_status is distinct from e.to_status
      and not exists (
        select from private.job_transitions as t
        where t.from_status is not distinct from e.from_status and t.to_status = e.to_status and t.cause = e.cause
      )`,
  "a move does not begin where the one before ended": `
    select job_id, before, from_status, cause from (
      select job_id, from_status, cause, lag(to_status) over (partition by job_id order by id) as before
      from public.job_events
    ) as moves where from_status is distinct from before`,
  "a history does not end where the job is": `
    select j.id, j.status, e.to_status from public.jobs as j
    join lateral (select to_status from public.job_events where job_id = j.id order by id desc limit 1) as e on true
    where e.to_status <> j.status`,
  "counters and counting differ": "select * from private.job_count_mismatches()",
  "a delivery of pg-boss is open": `
    select name, id, state, heartbeat_on from pgboss.job where state in ('created', 'retry', 'active')`,
};

/** Holds everything that the database knows against every rule. */
export async function proveRules({ sql }: Pick<DatabaseUnderFire, "sql">): Promise<Violation[]> {
  const violations: Violation[] = [];
  for (const [rule, text] of Object.entries(RULES)) {
    const rows = await sql(text);
    if (rows.length > 0) violations.push(violation(rule, rows));
  }
  return violations;
}

/** The jobs that the API accepted are there, and a completed one has the video that was made for it. */
export async function proveNothingLost(
  { sql }: Pick<DatabaseUnderFire, "sql">,
  acceptedIds: readonly string[],
  finishedAttempts: ReadonlySet<string>,
): Promise<Violation[]> {
  const lost = await sql(
    "select id from unnest($1::uuid[]) as accepted (id) where id not in (select id from public.jobs)",
    [acceptedIds],
  );
  const completed = await sql("select id, attempt_id from public.jobs where status = 'completed'");
  const unmade = completed.filter(({ attempt_id }) => !finishedAttempts.has(String(attempt_id)));
  return [
    ...(lost.length > 0 ? [violation("an accepted job is gone", lost)] : []),
    ...(unmade.length > 0 ? [violation("a job is completed without a video having been made", unmade)] : []),
  ];
}

export const violation = (rule: string, rows: readonly unknown[]): Violation => ({
  rule,
  count: rows.length,
  examples: rows.slice(0, EXAMPLES_MAX),
});
