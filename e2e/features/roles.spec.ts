import type { Locator, Page } from "@playwright/test";
import { waitUntilDrawn } from "../support/drawn.ts";
import { expect, test } from "../support/fixtures.ts";

type Role = "viewer" | "operator" | "admin";
const OPERATORS: readonly Role[] = ["operator", "admin"];
const ADMINS: readonly Role[] = ["admin"];

interface Things {
  jobId: string;
  nodeId: string;
}

/** What changes something, page by page, and who finds it there. */
const CONTROLS: readonly {
  path: (things: Things) => string;
  what: string;
  find: (page: Page) => Locator;
  isFor: readonly Role[];
}[] = [
  {
    path: () => "/jobs",
    what: "a box to choose jobs",
    find: (page) => page.getByRole("main").getByRole("checkbox").first(),
    isFor: OPERATORS,
  },
  {
    path: () => "/jobs",
    what: "the way to a new job",
    find: (page) => page.getByRole("link", { name: "New job" }).first(),
    isFor: OPERATORS,
  },
  {
    path: ({ jobId }) => `/jobs/${jobId}`,
    what: "the controls of a job",
    find: (page) => page.getByRole("group", { name: "Controls" }).getByRole("button", { name: "Cancel" }),
    isFor: OPERATORS,
  },
  {
    path: () => "/jobs/new",
    what: "the form of a new job",
    find: (page) => page.getByRole("form", { name: "New job" }),
    isFor: OPERATORS,
  },
  {
    path: () => "/jobs/new/batch",
    what: "the choice of a file",
    find: (page) => page.getByRole("button", { name: "Choose a file" }),
    isFor: OPERATORS,
  },
  {
    path: () => "/queues",
    what: "the pause of a queue",
    find: (page) => page.getByRole("button", { name: "Pause batch" }),
    isFor: OPERATORS,
  },
  {
    path: () => "/queues",
    what: "the place of a job in its line",
    find: (page) => page.getByRole("button", { name: "Move Who may steer?" }),
    isFor: OPERATORS,
  },
  {
    path: () => "/queues",
    what: "the rules of scheduling",
    find: (page) => page.getByRole("button", { name: "Change the rules" }),
    isFor: OPERATORS,
  },
  {
    path: () => "/queues",
    what: "the limit of a project",
    find: (page) => page.getByRole("button", { name: /^Limit of Default/ }),
    isFor: OPERATORS,
  },
  {
    path: () => "/nodes",
    what: "the draining of a node",
    find: (page) => page.getByRole("button", { name: /^Drain / }).first(),
    isFor: OPERATORS,
  },
  {
    path: ({ nodeId }) => `/nodes/${nodeId}`,
    what: "the slots that a node keeps",
    find: (page) => page.getByRole("button", { name: /change/ }),
    isFor: OPERATORS,
  },
  {
    path: () => "/tasks",
    what: "the start of a task",
    find: (page) => page.getByRole("button", { name: "Run Test run" }),
    isFor: OPERATORS,
  },
  {
    path: () => "/tasks?tab=schedules",
    what: "a new schedule",
    find: (page) => page.getByRole("button", { name: "New schedule" }),
    isFor: OPERATORS,
  },
  {
    path: () => "/tasks?tab=schedules",
    what: "the switch of a schedule",
    find: (page) => page.getByRole("main").getByRole("switch").first(),
    isFor: OPERATORS,
  },
  {
    path: () => "/sites",
    what: "a new site",
    find: (page) => page.getByRole("button", { name: "New site" }),
    isFor: OPERATORS,
  },
  {
    path: () => "/settings",
    what: "a new member",
    find: (page) => page.getByRole("form", { name: "Add a member" }),
    isFor: ADMINS,
  },
  {
    path: () => "/settings?tab=keys",
    what: "a new key",
    find: (page) => page.getByRole("button", { name: "New key" }),
    isFor: ADMINS,
  },
  {
    path: () => "/settings?tab=limits",
    what: "the limits of a project",
    find: (page) => page.getByRole("button", { name: "Save the limits" }),
    isFor: ADMINS,
  },
  {
    path: () => "/settings?tab=retention",
    what: "the figures of retention",
    find: (page) => page.getByRole("button", { name: "Save the figures" }),
    isFor: ADMINS,
  },
  {
    path: () => "/settings?tab=projects",
    what: "a new project",
    find: (page) => page.getByRole("button", { name: "New project" }),
    isFor: ADMINS,
  },
  {
    path: () => "/settings?tab=projects",
    what: "the roles of people",
    find: (page) => page.getByRole("tab", { name: "People" }),
    isFor: ADMINS,
  },
  {
    path: () => "/audit",
    what: "the verification of the log",
    find: (page) => page.getByRole("button", { name: "Verify the log" }),
    isFor: ADMINS,
  },
];

test.afterEach(async ({ service }) => {
  await service.from("jobs").delete().eq("title", "Who may steer?").throwOnError();
});

for (const role of ["viewer", "operator", "admin"] as const) {
  test(`${role === "viewer" ? "a" : "an"} ${role} finds the controls that are theirs, and no other`, async ({
    page,
    createPerson,
    signIn,
    platform,
    service,
  }) => {
    const { data: job } = await service
      .from("jobs")
      .insert({ job_type: "doubt", requirements: { gpu: true }, payload: { question: "Who may steer?" } })
      .select("id")
      .single()
      .throwOnError();
    const { data: node } = await service.from("nodes").select("id").limit(1).single().throwOnError();
    await signIn(page, await createPerson(role, ...(role === "viewer" ? [] : ([role] as const))));

    let here = "";
    for (const { path, what, find, isFor } of CONTROLS) {
      const there = path({ jobId: job.id, nodeId: node.id });
      if (there !== here) await page.goto(`${platform.consoleUrl}${there}`);
      here = there;
      await waitUntilDrawn(page);
      const control = expect.soft(find(page), `${what} on ${there}`);
      if (isFor.includes(role)) await control.toBeVisible();
      else await control.toHaveCount(0);
    }
  });
}

test("somebody who belongs to no project sees no jobs", async ({
  page,
  createPerson,
  signIn,
  platform,
  service,
}) => {
  await service
    .from("jobs")
    .insert({ job_type: "doubt", payload: { question: "Not for strangers" } })
    .throwOnError();
  await signIn(page, await createPerson(null));

  await page.goto(`${platform.consoleUrl}/jobs`);

  await expect(page.getByRole("heading", { name: "Jobs" })).toBeVisible();
  await expect(page.getByText("Not for strangers")).toHaveCount(0);
});
