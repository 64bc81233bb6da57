import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import type { Database } from "@spool/db/database.types";
import type { SupabaseClient } from "@supabase/supabase-js";
import { waitUntilDrawn } from "../support/drawn.ts";
import { expect, test } from "../support/fixtures.ts";
import { submitWaitingJob } from "../support/waiting-job.ts";

const PROJECT_ID = "00000000-0000-4000-8000-000000000001";
const NOBODY = "00000000-0000-4000-8000-00000000dead";
const REFUSED = 403;

interface Things {
  jobId: string;
  nodeId: string;
}

type Forced = Readonly<
  Record<string, (client: SupabaseClient<Database>, things: Things) => PromiseLike<{ status: number }>>
>;

/** What operators of a project do to its jobs. */
const OF_OPERATORS: Forced = {
  submit: (client) => client.from("jobs").insert({ job_type: "doubt", payload: { question: "Forced?" } }),
  "submit many": (client) =>
    client
      .from("jobs")
      .insert([1, 2].map((number) => ({ job_type: "doubt", payload: { question: `Forced ${number}?` } }))),
  cancel: (client, { jobId }) => client.rpc("cancel_job", { job_id: jobId }),
  pause: (client, { jobId }) => client.rpc("pause_job", { job_id: jobId }),
  resume: (client, { jobId }) => client.rpc("resume_job", { job_id: jobId }),
  retry: (client, { jobId }) => client.rpc("retry_job", { job_id: jobId }),
  remove: (client, { jobId }) => client.rpc("remove_job", { job_id: jobId }),
  "render again": (client, { jobId }) =>
    client.rpc("rerender_job", { job_id: jobId, changes: { question: "Forced?" } }),
  priority: (client, { jobId }) => client.rpc("reprioritise_job", { job_id: jobId, priority: "high" }),
  queue: (client, { jobId }) => client.rpc("move_job_to_queue", { job_id: jobId, queue: "live" }),
  place: (client, { jobId }) => client.rpc("reorder_job", { job_id: jobId, before: NOBODY }),
  "preview of many": (client) =>
    client.rpc("preview_bulk_action", { project_id: PROJECT_ID, action: "cancel", filter: { all: true } }),
  "all that match": (client) =>
    client.rpc("start_bulk_action", { project_id: PROJECT_ID, action: "cancel", filter: { all: true } }),
  "clean up": (client) => client.rpc("cleanup_jobs", { project_id: PROJECT_ID, older_than_seconds: 1 }),
  schedule: (client) =>
    client.from("schedules").insert({
      project_id: PROJECT_ID,
      name: "Forced",
      job_type: "doubt",
      cron: "@daily",
      payload: { question: "Forced?" },
    }),
};

/** What administrators of a project do. */
const OF_ADMINS: Forced = {
  "new key": (client) => client.rpc("create_api_key", { project_id: PROJECT_ID, name: "Forced" }),
  "new member": (client) =>
    client.rpc("add_member", { project_id: PROJECT_ID, email: "somebody@example.org" }),
  role: (client) =>
    client.rpc("change_member_role", { project_id: PROJECT_ID, user_id: NOBODY, role: "admin" }),
  "limits of a project": (client) => client.rpc("set_project_limits", { project_id: PROJECT_ID }),
  "name of a project": (client) => client.rpc("rename_project", { project_id: PROJECT_ID, name: "Forced" }),
};

/** What operators of the installation do. */
const OF_THE_INSTANCE: Forced = {
  "pause a queue": (client) => client.rpc("pause_queue", { name: "batch" }),
  "resume a queue": (client) => client.rpc("resume_queue", { name: "batch" }),
  "rules of scheduling": (client) => client.rpc("set_scheduling", { figures: { reserved_live_slots: 1 } }),
  "limit of a project": (client) =>
    client.rpc("limit_running_jobs", { project_id: PROJECT_ID, max_running_jobs: 1 }),
  "drain a node": (client, { nodeId }) => client.rpc("drain_node", { node_id: nodeId }),
  "resume a node": (client, { nodeId }) => client.rpc("resume_node", { node_id: nodeId }),
  "slots of a node": (client, { nodeId }) => client.rpc("reserve_live_slots", { node_id: nodeId, slots: 1 }),
  "start a task": (client) => client.rpc("trigger_task", { job_type: "health_check" }),
  "scan a site": (client) => client.rpc("trigger_task", { job_type: "scan_site", payload: { site: "any" } }),
  "new site": (client) =>
    client.rpc("create_site", { slug: "forced", name: "Forced", storage_root: "/mnt/forced" }),
  "schedule of a task": (client) =>
    client.from("schedules").insert({ name: "Forced", job_type: "health_check", cron: "@daily" }),
};

/** What administrators of the installation do. */
const OF_INSTANCE_ADMINS: Forced = {
  retention: (client) => client.rpc("set_retention", { figures: {} }),
  "preview of retention": (client) => client.rpc("preview_retention"),
  "new project": (client) => client.rpc("create_project", { slug: "forced", name: "Forced" }),
  "role in the installation": (client) => client.rpc("set_instance_role", { user_id: NOBODY, role: "admin" }),
  "chain of the log": (client) => client.rpc("verify_audit_chain"),
};

for (const [who, role, instanceRole, forced] of [
  [
    "a viewer",
    "viewer",
    undefined,
    { ...OF_OPERATORS, ...OF_ADMINS, ...OF_THE_INSTANCE, ...OF_INSTANCE_ADMINS },
  ],
  [
    "an operator of a project",
    "operator",
    undefined,
    { ...OF_ADMINS, ...OF_THE_INSTANCE, ...OF_INSTANCE_ADMINS },
  ],
  ["an operator of the installation", "operator", "operator", { ...OF_ADMINS, ...OF_INSTANCE_ADMINS }],
  ["an administrator of a project", "admin", undefined, { ...OF_THE_INSTANCE, ...OF_INSTANCE_ADMINS }],
] as const)
  // prettier-ignore
  test(`${who} who forces what is not theirs is refused each time, and nothing changes`, async ({
    createPerson,
    asPerson,
    service,
  }) => {
    const jobId = await submitWaitingJob(service, `Forced ${randomUUID()}`);
    const { data: node } = await service.from("nodes").select("id").limit(1).single().throwOnError();
    const client = await asPerson(await createPerson(role, instanceRole));

    for (const [what, force] of Object.entries(forced))
      expect.soft((await force(client, { jobId, nodeId: node.id })).status, what).toBe(REFUSED);

    const { data } = await client.auth.getUser();
    const { data: done } = await service
      .from("audit_log")
      .select("action")
      .eq("actor_id", data.user?.id ?? "")
      .throwOnError();
    expect(done).toEqual([]);
  });

/** What somebody still finds on a page that was opened while they were entitled, and where they are told that they are not. */
const LEFT_OVER: readonly {
  what: string;
  path: (things: Things) => string;
  act: (page: Page) => Promise<unknown>;
  /** Where the refusal stands. */
  told: (page: Page) => Locator;
}[] = [
  {
    what: "a job's control",
    path: ({ jobId }) => `/jobs/${jobId}`,
    act: (page) =>
      page.getByRole("group", { name: "Controls" }).getByRole("button", { name: "Cancel" }).click(),
    told: (page) => page.locator("[data-sonner-toast]"),
  },
  {
    what: "an action on many",
    path: () => "/jobs",
    act: async (page) => {
      await page.getByRole("checkbox").nth(1).check();
      await page
        .getByRole("toolbar", { name: "Chosen jobs" })
        .getByRole("button", { name: "Cancel" })
        .press("Enter");
    },
    told: (page) => page.getByRole("dialog").getByRole("alert"),
  },
  {
    what: "a new job",
    path: () => "/jobs/new",
    act: async (page) => {
      await page.getByLabel("Question").fill("Am I still one?");
      await page.keyboard.press("Control+Enter");
    },
    told: (page) => page.getByRole("form", { name: "New job" }).getByRole("alert"),
  },
  {
    what: "a queue's pause",
    path: () => "/queues",
    act: async (page) => {
      await page.getByRole("button", { name: "Pause batch" }).click();
      await page.getByLabel("Reason").press("Enter");
    },
    told: (page) => page.getByRole("dialog").getByRole("alert"),
  },
  {
    what: "a node's draining",
    path: () => "/nodes",
    act: async (page) => {
      await page.getByRole("button", { name: /^Drain / }).press("Enter");
      await page.getByLabel("Reason").press("Enter");
    },
    told: (page) => page.getByRole("alert").filter({ hasText: /operator/ }),
  },
  {
    what: "a task's start",
    path: () => "/tasks",
    act: async (page) => {
      await page.getByRole("button", { name: "Run Test run" }).press("Enter");
      await page.getByLabel("Duration in seconds").fill("0");
      await page.keyboard.press("Enter");
    },
    told: (page) => page.getByRole("alert").filter({ hasText: /operator/ }),
  },
];

for (const { what, path, act, told } of LEFT_OVER)
  test(`whoever loses a role while a page is open is refused in words by what is still in sight: ${what}`, async ({
    page,
    createPerson,
    asPerson,
    signIn,
    platform,
    service,
  }) => {
    const jobId = await submitWaitingJob(service, `Left over ${randomUUID()}`);
    const { data: node } = await service.from("nodes").select("id").limit(1).single().throwOnError();
    const person = await createPerson("operator", "operator");
    const { data } = await (await asPerson(person)).auth.getUser();
    const userId = data.user?.id ?? "";
    await signIn(page, person);
    await page.goto(`${platform.consoleUrl}${path({ jobId, nodeId: node.id })}`);
    await waitUntilDrawn(page);

    await service.from("project_members").update({ role: "viewer" }).eq("user_id", userId).throwOnError();
    await service.from("profiles").update({ instance_role: "none" }).eq("user_id", userId).throwOnError();
    await act(page);

    await expect(told(page)).toContainText(/operator|[Vv]iewer/);
    await service.from("jobs").delete().eq("id", jobId).throwOnError();
  });
