import { withRole, type RequestContext } from "@spool/local-supabase/postgres/as-role";
import {
  claimNext,
  completedOutcome,
  insertJob,
  jobInStatus,
  registerNode,
  settleAttempt,
  startAttempt,
} from "@spool/testing/jobs";
import { createApiKey, createPeople, createUser, type People } from "@spool/testing/people";
import type { DatabaseUnderTest } from "@spool/testing/use-database";
import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Caller } from "./access/answers.ts";
import { TABLES } from "./access/tables.ts";

/** Two projects with a row of everything in each, and somebody to stand for every caller towards the first. */
export interface AccessWorld {
  projectId: string;
  /** Puts the ids of this world into a statement. */
  fill(statement: string): string;
  /** Runs one statement as the caller, and takes it back. Throws what Postgres refuses. */
  attempt(caller: Caller, statement: string): Promise<pg.QueryResult<Record<string, unknown>>>;
}

export async function makeAccessWorld(db: DatabaseUnderTest): Promise<AccessWorld> {
  const first = await makeProject(db);
  const second = await makeProject(db);
  // Folding takes the changes of both: these come after the last fold.
  for (const { people } of [first, second]) await insertJob(db.owner, { projectId: people.projectId });
  // The queue that the world resumes. No job of the world is to be claimed any more.
  await db.owner.query("update public.queues set is_paused = true where name = 'default'");
  await db.owner.query("select private.seal_audit_log(10)");

  const [instanceOperator, instanceAdmin, newcomer] = await Promise.all([
    createUser(db.owner),
    createUser(db.owner),
    createUser(db.owner),
  ]);
  const setRole = "update public.profiles set instance_role = $2 where user_id = $1";
  await db.owner.query(setRole, [instanceOperator, "operator"]);
  await db.owner.query(setRole, [instanceAdmin, "admin"]);

  const ids: Readonly<Record<string, string>> = {
    ...first.ids,
    user: first.people.viewer,
    newcomer,
  };
  const fill = (statement: string): string =>
    statement.replace(/\{([a-z_]+)\}/g, (placeholder, name: string) => ids[name] ?? placeholder);

  const person = (sub: string): RequestContext => ({
    role: "authenticated",
    claims: { role: "authenticated", sub },
  });
  const program = (key: string): RequestContext => ({
    role: "anon",
    claims: { role: "anon" },
    headers: { "x-spool-key": key },
  });
  const contexts: Readonly<Record<Exclude<Caller, "worker">, RequestContext>> = {
    anon: { role: "anon", claims: { role: "anon" } },
    stranger: person(first.people.stranger),
    viewer: person(first.people.viewer),
    operator: person(first.people.operator),
    admin: person(first.people.admin),
    instance_operator: person(instanceOperator),
    instance_admin: person(instanceAdmin),
    viewer_key: program(first.keys.viewer),
    operator_key: program(first.keys.operator),
    admin_key: program(first.keys.admin),
    service: { role: "service_role", claims: { role: "service_role" } },
  };

  return {
    projectId: first.people.projectId,
    fill,
    attempt: (caller, statement) => {
      const sql = fill(statement);
      if (caller === "worker") return asWorker(db.worker, sql);
      return withRole(db.api, contexts[caller], (client) => client.query<Record<string, unknown>>(sql), {
        settings: { "realtime.topic": `project:${first.people.projectId}` },
        rollBack: true,
      });
    },
  };
}

async function asWorker(worker: pg.Pool, sql: string): Promise<pg.QueryResult<Record<string, unknown>>> {
  const client = await worker.connect();
  try {
    await client.query("begin");
    return await client.query<Record<string, unknown>>(sql);
  } finally {
    await client.query("rollback");
    client.release();
  }
}

interface ProjectOfWorld {
  people: People;
  keys: Record<"viewer" | "operator" | "admin", string>;
  ids: Record<string, string>;
}

/** Takes the ways of the platform, so that what triggers and workers write is there as well. */
async function makeProject(db: DatabaseUnderTest): Promise<ProjectOfWorld> {
  const people = await createPeople(db.owner);
  const { projectId } = people;
  const node = await registerNode(db.worker);
  const job = await insertJob(db.owner, { projectId });
  await runToItsEnd(db.worker, node, job);
  await db.worker.query("select private.fold_job_counts()");
  const { jobId: pausedJob } = await jobInStatus(db, "paused", { projectId });
  const waitingJob = await insertJob(db.owner, { projectId });
  const secondJob = await insertJob(db.owner, { projectId });
  // Each waits for good: what another project's worker claims is its own.
  await db.owner.query("update public.jobs set run_at = now() + interval '1 day' where id = any ($1)", [
    [waitingJob, secondJob],
  ]);
  const drainedNode = await registerNode(db.worker);
  await db.owner.query("update public.nodes set status = 'draining' where id = $1", [drainedNode]);
  await db.owner.query(
    "insert into storage.objects (bucket_id, name) values ('videos', $1 || '/a/video.mp4'), ('work', $1 || '/a/part.mp4')",
    [job],
  );
  const keys = {
    viewer: await createApiKey(db.owner, projectId, "viewer"),
    operator: await createApiKey(db.owner, projectId, "operator"),
    admin: await createApiKey(db.owner, projectId, "admin"),
  };
  await db.worker.query(
    "insert into pgboss.job (id, name, data) select gen_random_uuid(), name, '{}' from pgboss.queue limit 1",
  );

  const ids: Record<string, string> = {
    project: projectId,
    job,
    paused_job: pausedJob,
    waiting_job: waitingJob,
    second_job: secondJob,
    node,
    drained_node: drainedNode,
    key: keys.viewer.id,
    schedule: randomUUID(),
    bulk_action: randomUUID(),
    finished_bulk_action: randomUUID(),
  };
  for (const { seed } of Object.values(TABLES)) {
    if (seed) await db.owner.query(seed.replace(/\{([a-z_]+)\}/g, (all, name: string) => ids[name] ?? all));
  }
  return { people, ids, keys: { viewer: keys.viewer.key, operator: keys.operator.key, admin: keys.admin.key } };
} // prettier-ignore

async function runToItsEnd(worker: pg.Pool, node: string, job: string): Promise<void> {
  const attempt = (await claimNext(worker, node, 1)).find(({ job_id }) => job_id === job)?.attempt_id;
  if (attempt === undefined) throw new Error("The job of the world could not be claimed");
  await startAttempt(worker, attempt);
  await worker.query("select private.begin_stage($1, 'script')", [attempt]);
  await worker.query("select private.append_logs($1, $2)", [attempt, '[{"message": "m"}]']);
  await settleAttempt(worker, attempt, completedOutcome(job, attempt));
}
