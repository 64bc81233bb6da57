import { answers, type Answers, KEYS, MEMBERS, OPERATORS } from "./answers.ts";

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
