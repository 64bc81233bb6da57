import { answers, type Answers, KEYS, MEMBERS, OPERATORS, PEOPLE } from "./answers.ts";

const nobody = answers("denied", {});
const serviceOnly = answers("denied", { done: "service" });
const workerOnly = answers("denied", { done: "worker" });

const membersRead = answers("nothing", { own: MEMBERS, all: "service", denied: "worker" });
const membersAndInstanceRead = answers("nothing", {
  own: MEMBERS,
  all: "instance_admin service",
  denied: "worker",
});
const signedInAndKeysRead = answers("nothing", { all: `${PEOPLE} ${KEYS} service`, denied: "worker" });
const signedInRead = answers("denied", { all: `${PEOPLE} service` });
const instanceAdminReads = answers("nothing", {
  all: "instance_admin service",
  denied: `anon ${KEYS} worker`,
});

interface TableRule {
  read: Answers;
  insert?: Answers;
  update?: Answers;
  delete?: Answers;
  /** Makes rows for one project; only where the ways of the platform leave none. */
  seed?: string;
  /** Tried by updates instead of the first column, where rights are given column by column. */
  column?: string;
  /** Tried instead of `default values`, where a trigger would speak before the policies. */
  insertion?: string;
}

const byService = { insert: serviceOnly, update: serviceOnly, delete: serviceOnly };
const byWorker = { insert: workerOnly, update: workerOnly, delete: workerOnly };

/** A name may end in `*`: every table of the schema that has no line of its own. */
export const TABLES: Readonly<Record<string, TableRule>> = {
  "public.projects": { read: membersAndInstanceRead, ...byService },
  "public.project_members": { read: membersAndInstanceRead, ...byService },
  "public.profiles": {
    read: answers("own", { all: "instance_admin service", denied: `anon ${KEYS} worker` }),
    ...byService,
  },
  "public.project_limits": {
    read: membersAndInstanceRead,
    seed: "insert into public.project_limits (project_id, set_by) values ('{project}', 'project')",
  },
  "public.api_keys": {
    read: answers("nothing", { own: "admin admin_key", all: "service", denied: "worker" }),
  },
  "public.audit_log": {
    read: answers("nothing", { own: "admin admin_key", all: "instance_admin service", denied: "worker" }),
  },
  "public.audit_chain": { read: instanceAdminReads },
  "public.audit_anchors": {
    read: instanceAdminReads,
    seed: "insert into public.audit_anchors (position, chain_hash, removed) values (0, '', 1) on conflict do nothing",
  },

  "public.jobs": {
    read: membersRead,
    ...byService,
    insert: answers("denied", { done: OPERATORS }),
    insertion: `insert into public.jobs (project_id, job_type, payload) values ('{project}', 'doubt', '{"question": "Q"}')`,
  },
  "public.job_stages": { read: membersRead, ...byService },
  "public.job_events": { read: membersRead, ...byService },
  "public.job_attempts": { read: membersRead, ...byService },
  "public.job_logs": { read: membersRead, ...byService },
  "public.job_files": { read: membersRead, ...byService },
  "public.job_metadata": {
    read: membersRead,
    ...byService,
    seed: `insert into public.job_metadata (job_id, attempt_id, title, description, language)
           select id, id, 'A', 'B', 'en' from public.jobs where project_id = '{project}' limit 1`,
  },
  "public.job_quality": {
    read: membersRead,
    ...byService,
    seed: `insert into public.job_quality (job_id, attempt_id, checks, figures, not_measured)
           select id, id, '[]', '{}', '{}' from public.jobs where project_id = '{project}' limit 1`,
  },
  "public.job_counts": { read: membersRead, ...byService },
  "public.job_minutes": { read: membersRead, ...byService },
  "public.job_count_deltas": { read: membersRead, ...byService },
  "public.queue_depths": {
    read: membersRead,
    ...byService,
    seed: `insert into public.queue_depths (minute, project_id, waiting_live, waiting_default, waiting_batch, running)
           values (now(), '{project}', 0, 1, 0, 1)`,
  },
  "public.job_durations": {
    read: membersRead,
    ...byService,
    seed: "insert into public.job_durations (period, project_id, bin) values (now(), '{project}', 0)",
  },

  "public.schedules": {
    read: answers("nothing", {
      own: MEMBERS,
      all: "instance_operator instance_admin service",
      denied: "worker",
    }),
    insert: answers("denied", { done: OPERATORS }),
    // Of media jobs the operators of the project, of system tasks those of the instance.
    update: answers("nothing", { done: `${OPERATORS} instance_operator instance_admin`, denied: "worker" }),
    delete: answers("nothing", { done: `${OPERATORS} instance_operator instance_admin`, denied: "worker" }),
    column: "name",
    seed: `insert into public.schedules (id, project_id, name, job_type, payload, cron)
           values ('{schedule}', '{project}', 'Hourly', 'doubt', '{"question": "Q"}', '@hourly')`,
    insertion: `insert into public.schedules (project_id, name, job_type, payload, cron)
                values ('{project}', 'Daily', 'doubt', '{"question": "Q"}', '@daily')`,
  },
  "public.schedule_runs": {
    read: answers("nothing", {
      own: MEMBERS,
      all: "instance_operator instance_admin service",
      denied: "worker",
    }),
    ...byService,
    seed: "insert into public.schedule_runs (schedule_id, due_at, job_id) values ('{schedule}', now(), '{job}')",
  },

  "public.bulk_actions": {
    read: membersRead,
    ...byService,
    seed: `insert into public.bulk_actions (id, project_id, action, filter, arguments, status, finished_at, total_count, actor_kind)
           values ('{bulk_action}', '{project}', 'cancel', '{}', '{}', 'running', null, 0, 'service'),
             ('{finished_bulk_action}', '{project}', 'reprioritise', '{}', '{"priority": "high"}', 'completed', now(), 0, 'service')`,
  },

  "public.saved_views": {
    read: answers("nothing", { own: "viewer", all: "service", denied: `anon ${KEYS} worker` }),
    insert: answers("done", { denied: `anon ${KEYS} worker` }),
    update: answers("nothing", { done: "viewer service", denied: `anon ${KEYS} worker` }),
    delete: answers("nothing", { done: "viewer service", denied: `anon ${KEYS} worker` }),
    column: "name",
    seed: `insert into public.saved_views (user_id, name, query)
           select m.user_id, 'Mine', 'status=failed' from public.project_members as m
           where m.project_id = '{project}' and m.role = 'viewer' limit 1`,
  },

  "public.queues": { read: signedInAndKeysRead, ...byService },
  "public.nodes": { read: signedInAndKeysRead, ...byService },
  "public.job_types": { read: signedInAndKeysRead, ...byService },
  "public.sites": {
    read: signedInRead,
    ...byService,
    seed: "insert into public.sites (slug, name, storage_root) values ('site-{project}', 'Site', '/mnt')",
  },

  "private.*": { read: nobody },
  "auth.*": { read: nobody },
  "supabase_migrations.*": { read: nobody },
  "pgboss.*": { read: answers("denied", { all: "worker" }), ...byWorker },

  "storage.objects": {
    // Members of the bucket videos, who submits jobs of the bucket uploads; the service key reads and writes all.
    read: answers("nothing", { own: MEMBERS, all: "service", denied: "worker" }),
    insert: serviceOnly,
    update: answers("nothing", { done: "service", denied: "worker" }),
    // Storage removes a row only after its bytes, and guards its tables against everybody else.
    delete: nobody,
  },
  "storage.buckets": {
    read: answers("nothing", { all: "service", denied: "worker" }),
    insert: serviceOnly,
    update: answers("nothing", { done: "service", denied: "worker" }),
    delete: nobody,
  },
  "storage.*": { read: nobody },
  "realtime.messages": {
    // On the topic of the project. Nobody but the database's own functions and the service key sends.
    read: answers("nothing", { all: `${MEMBERS} service`, denied: "worker" }),
    insert: serviceOnly,
    update: answers("nothing", { done: "service", denied: "worker" }),
    delete: nobody,
  },
  "realtime.*": { read: nobody },
};
