/**
 * Who may do what: the expected answer of every table and every function to every caller, written down once.
 * access-matrix.test.ts tries each of them with real rows and real roles, as PostgREST would.
 *
 * A migration brings a table or a function? `npm run test:rls` names the line that is missing here.
 * - A table: one line in TABLES. `read` is one of the patterns below (or a new one); `write` defaults to nobody. When the
 *   run says that the table has no rows, add `seed`, a statement that the owner runs once for each of two projects.
 * - An RPC: one line in RPCS with a `call` that works for who is entitled, and the answers.
 * - Any other function: its name in HELPERS (nobody over REST), WORKER_FUNCTIONS or ASKED_BY_POLICIES.
 * - A trigger function needs no line: nobody can call one, and the run checks that nobody may.
 * Statements may name {project}, {job} (completed), {waiting_job}, {node}, {user} (a viewer), {newcomer}, {key} and {schedule}.
 */

export const CALLERS = [
  "anon",
  "stranger",
  "viewer",
  "operator",
  "admin",
  "viewer_key",
  "operator_key",
  "admin_key",
  "instance_operator",
  "instance_admin",
  "worker",
  "service",
] as const;
export type Caller = (typeof CALLERS)[number];

/**
 * Reading: `all` rows, `own` (some of them, and where rows name a project only the caller's), `nothing` without an error.
 * Writing: `done` when rows were written or only a constraint was in the way, `nothing` when the caller sees no row to write.
 * Calling: `runs`. Everywhere: `denied` (42501), or the SQLSTATE of the refusal.
 */
type Answer = "all" | "own" | "nothing" | "done" | "runs" | "denied" | `PT${number}`;
type Answers = Readonly<Record<Caller, Answer>>;

/** The same answer to everybody but those who are named, by words in one string. */
function answers(otherwise: Answer, named: Partial<Record<Answer, string>>): Answers {
  const entries = CALLERS.map((caller) => {
    const found = Object.entries(named).find(([, callers]) => callers?.split(" ").includes(caller));
    // Safe: the keys of `named` are answers.
    return [caller, (found?.[0] ?? otherwise) as Answer];
  });
  // Safe: one entry for each caller.
  return Object.fromEntries(entries) as Record<Caller, Answer>;
}

const KEYS = "viewer_key operator_key admin_key";
const OPERATORS = "operator admin operator_key admin_key service";
const MEMBERS = `viewer operator admin ${KEYS}`;
const PEOPLE = "stranger viewer operator admin instance_operator instance_admin";

// ── Tables ────────────────────────────────────────────────────────────────────────────────────────────────────────────

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

// ── Functions ─────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Moves and controls of one job: whoever may not see it is told that it does not exist. */
const steers = answers("PT404", {
  PT401: "anon",
  PT403: "viewer viewer_key",
  runs: OPERATORS,
  denied: "worker",
});
/** Members, keys and limits: people who administer the project, and the instance's administrators. */
const administers = answers("PT404", {
  PT403: "viewer operator",
  runs: "admin instance_admin service",
  denied: `anon ${KEYS} worker`,
});
const instanceOperates = answers("PT403", {
  runs: "instance_operator instance_admin service",
  denied: `anon ${KEYS} worker`,
});
const instanceAdministers = answers("PT403", {
  runs: "instance_admin service",
  denied: `anon ${KEYS} worker`,
});
const everybodyCalls = answers("runs", { denied: "worker" });
const signedInCalls = answers("runs", { denied: `anon ${KEYS} worker` });

interface RpcRule {
  call: string;
  who: Answers;
}

/** What PostgREST exposes, with a call that works for those who are entitled. */
export const RPCS: Readonly<Record<string, RpcRule>> = {
  "public.get_queue_stats": { call: "public.get_queue_stats()", who: everybodyCalls },
  "public.get_throughput": { call: "public.get_throughput(now() - interval '1 hour')", who: everybodyCalls },
  "public.get_job_transitions": { call: "public.get_job_transitions()", who: everybodyCalls },

  "public.cancel_job": { call: "public.cancel_job('{waiting_job}')", who: steers },
  "public.pause_job": { call: "public.pause_job('{waiting_job}')", who: steers },
  "public.resume_job": { call: "public.resume_job('{paused_job}')", who: steers },
  "public.retry_job": { call: "public.retry_job('{job}')", who: steers },
  "public.remove_job": { call: "public.remove_job('{job}')", who: steers },
  "public.rerender_job": { call: "public.rerender_job('{job}', '{\"style\": \"detailed\"}')", who: steers },
  "public.reprioritise_job": { call: "public.reprioritise_job('{waiting_job}', 'high')", who: steers },
  "public.move_job_to_queue": { call: "public.move_job_to_queue('{waiting_job}', 'batch')", who: steers },
  "public.reorder_job": {
    call: "public.reorder_job('{waiting_job}', before => '{second_job}')",
    who: steers,
  },

  "public.explain_wait": {
    call: "public.explain_wait('{waiting_job}')",
    who: answers("PT404", { PT401: "anon", runs: `${MEMBERS} service`, denied: "worker" }),
  },
  "public.get_search_horizon": {
    call: "public.get_search_horizon()",
    who: answers("runs", { PT401: "anon", denied: "worker" }),
  },
  "public.get_queue_order": {
    call: "public.get_queue_order('default')",
    who: answers("runs", { PT401: "anon", denied: "worker" }),
  },

  "public.pause_queue": { call: "public.pause_queue('batch', 'Repair')", who: instanceOperates },
  "public.resume_queue": { call: "public.resume_queue('default')", who: instanceOperates },
  "public.drain_node": { call: "public.drain_node('{node}', 'Repair')", who: instanceOperates },
  "public.resume_node": { call: "public.resume_node('{drained_node}')", who: instanceOperates },
  "public.control_queues": {
    call: "public.control_queues('pause', array['batch']::public.queue_name[])",
    who: instanceOperates,
  },
  "public.control_nodes": {
    call: "public.control_nodes('drain', '{\"has_gpu\": false}')",
    who: instanceOperates,
  },
  "public.reserve_live_slots": { call: "public.reserve_live_slots('{node}', 1)", who: instanceOperates },
  "public.get_scheduling": { call: "public.get_scheduling()", who: signedInCalls },
  "public.set_scheduling": { call: "public.set_scheduling('{}')", who: instanceOperates },

  "public.create_site": {
    call: "public.create_site('fresh', 'Fresh', '/mnt/fresh')",
    who: instanceOperates,
  },
  "public.change_site": {
    call: "public.change_site((select s.id from public.sites as s limit 1), 'Fresh', '/mnt/fresh')",
    who: instanceOperates,
  },
  "public.remove_site": {
    call: "public.remove_site((select s.id from public.sites as s limit 1))",
    who: instanceOperates,
  },

  "public.limit_running_jobs": { call: "public.limit_running_jobs('{project}', 3)", who: instanceOperates },

  "public.preview_bulk_action": {
    call: "public.preview_bulk_action('{project}', 'cancel', '{\"all\": true}')",
    who: steers,
  },
  "public.start_bulk_action": {
    call: "public.start_bulk_action('{project}', 'cancel', '{\"all\": true}')",
    who: steers,
  },
  "public.run_bulk_action_batch": { call: "public.run_bulk_action_batch('{bulk_action}')", who: steers },
  "public.stop_bulk_action": { call: "public.stop_bulk_action('{bulk_action}')", who: steers },
  "public.undo_bulk_action": { call: "public.undo_bulk_action('{finished_bulk_action}')", who: steers },
  "public.cleanup_jobs": { call: "public.cleanup_jobs('{project}', 1)", who: steers },

  "public.get_retention": { call: "public.get_retention()", who: signedInCalls },
  "public.preview_retention": { call: "public.preview_retention()", who: instanceAdministers },
  "public.set_retention": { call: "public.set_retention('{}')", who: instanceAdministers },
  "public.trigger_task": { call: "public.trigger_task('health_check')", who: instanceOperates },
  "public.preview_schedule": { call: "public.preview_schedule('@daily')", who: everybodyCalls },
  "public.run_schedule": {
    call: "public.run_schedule('{schedule}')",
    who: answers("PT403", { PT401: "anon", PT404: "stranger", runs: OPERATORS, denied: "worker" }),
  },

  "public.get_video_url": {
    call: "public.get_video_url('{job}')",
    who: answers("PT404", { PT401: "anon", runs: `${MEMBERS} service`, denied: "worker" }),
  },
  // Of whoever holds the secret key and can sign: the orchestrator.
  "public.take_video_url_renewals": {
    call: "public.take_video_url_renewals()",
    who: answers("denied", { runs: "service" }),
  },
  "public.store_video_url": {
    call: "public.store_video_url('{job}', 'path', 'url', 'url', now())",
    who: answers("denied", { runs: "service" }),
  },

  "public.create_project": { call: "public.create_project('fresh', 'Fresh')", who: instanceAdministers },
  "public.rename_project": { call: "public.rename_project('{project}', 'New name')", who: administers },
  "public.add_member": { call: "public.add_member('{project}', user_id => '{newcomer}')", who: administers },
  "public.change_member_role": {
    call: "public.change_member_role('{project}', '{user}', 'operator')",
    who: administers,
  },
  "public.remove_member": {
    // Whoever is in a project may leave it: the one that is removed here is the viewer.
    call: "public.remove_member('{project}', '{user}')",
    who: { ...administers, viewer: "runs" },
  },
  "public.set_instance_role": {
    call: "public.set_instance_role('{user}', 'operator')",
    who: instanceAdministers,
  },

  "public.create_api_key": { call: "public.create_api_key('{project}', 'Program')", who: administers },
  "public.rotate_api_key": { call: "public.rotate_api_key('{key}')", who: administers },
  "public.revoke_api_key": { call: "public.revoke_api_key('{key}')", who: administers },

  "public.get_project_limits": {
    call: "public.get_project_limits('{project}')",
    who: answers("PT404", {
      PT401: "anon",
      runs: `${MEMBERS} instance_admin service`,
      denied: "worker",
    }),
  },
  "public.set_project_limits": { call: "public.set_project_limits('{project}')", who: administers },
  "public.verify_audit_chain": { call: "public.verify_audit_chain()", who: instanceAdministers },
};

/** Callers may execute them, because policies and RPCs that run as the caller ask them. They tell about the caller only. */
export const ASKED_BY_POLICIES: readonly string[] = [
  "private.current_actor",
  "private.current_api_key",
  "private.durations_summed_until",
  "private.has_api_key",
  "private.is_task",
  "private.may_read_job",
  "private.may_read_topic",
  "private.may_submit",
  "private.may_use_upload",
  "private.my_instance_role",
  "private.my_project_ids",
  "private.my_project_role",
  "private.oldest_due_jobs",
  "private.refuse_second_of_key",
  "private.require_caller",
  "private.require_instance_role",
  "private.require_project_role",
];

/** What a worker calls on its own connection, and nobody else. */
export const WORKER_FUNCTIONS: readonly string[] = [
  "pgboss.*",
  "private.advance_bulk_actions",
  "private.append_logs",
  "private.append_logs_together",
  "private.apply_retention",
  "private.begin_stage",
  "private.claim_next",
  "private.finish_stage",
  "private.finish_storage_sweep",
  "private.fold_job_counts",
  "private.health_problems",
  "private.heartbeat_node",
  "private.note_api_key_use",
  "private.promote_due_jobs",
  "private.prune_audit_log",
  "private.register_node",
  "private.report_progress",
  "private.report_site",
  "private.retire_node",
  "private.run_due_schedules",
  "private.seal_audit_log",
  "private.settle_attempt",
  "private.site_storage_root",
  "private.complete_attempts",
  "private.start_attempt",
  "private.start_attempts",
  "private.take_storage_sweeps",
  "private.verify_audit_chain",
  "private.worker_interface",
];

/** Nobody calls them but functions that run as their owner. */
export const HELPERS: readonly string[] = [
  "private.age_waiting_jobs",
  "private.apply_bulk_change",
  "private.audit_chain_head",
  "private.audit_content_hash",
  "private.audit_link",
  "private.begin_move",
  "private.broadcast",
  "private.bulk_effect",
  "private.bulk_effect_in_words",
  "private.check_bulk_arguments",
  "private.check_requirements",
  "private.check_site",
  "private.command_job",
  "private.count_stored_bytes",
  "private.cron_field",
  "private.cron_number",
  "private.cron_times_of_day",
  "private.days_ago",
  "private.duration_bin",
  "private.end_pauses",
  "private.expected_seconds",
  "private.filter_condition",
  "private.first_free_slot",
  "private.first_of_lanes",
  "private.folder_of_upload",
  "private.hold_project_room",
  "private.in_words",
  "private.is_as_left",
  "private.job_count_mismatches",
  "private.job_title",
  "private.jobs_ahead",
  "private.json_schema_errors",
  "private.keep_an_admin",
  "private.move_job",
  "private.neighbour_position",
  "private.new_api_key_secret",
  "private.next_cron_times",
  "private.is_folder_in_use",
  "private.node_lacks",
  "private.open_queues",
  "private.pause_in_words",
  "private.bulk_arguments",
  "private.crowd_around",
  "private.may_carry_on",
  "private.note_schedule_trouble",
  "private.place_bulk_jobs",
  "private.run_due_schedule",
  "private.filtered_nodes",
  "private.pick_all_waiting",
  "private.pick_under_conditions",
  "private.person_name",
  "private.pictures_of",
  "private.project_of_object",
  "private.project_room",
  "private.promote_first_due_jobs",
  "private.promote_for_node",
  "private.recent_runs",
  "private.record_audit",
  "private.record_job_change",
  "private.refuse_for_now",
  "private.require_bulk_action",
  "private.require_job",
  "private.require_project_admin",
  "private.require_time_zone",
  "private.requirement_in_words",
  "private.requirement_reasons",
  "private.result_path",
  "private.retention_figures",
  "private.retry_delay",
  "private.run_bulk_batch",
  "private.sample_queue_depths",
  "private.site_id",
  "private.spread_positions",
  "private.stage_place",
  "private.submit_scheduled",
  "private.sum_up_durations",
  "private.take_allowance",
  "private.take_project_room",
  "private.texts",
  "private.tidy_nodes",
  "private.write_durations",
];
