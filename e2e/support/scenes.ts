import type { Page } from "@playwright/test";

/** What the pictures are taken of: an instance with sample data, and jobs of its own in the states that matter. */
export interface World {
  consoleUrl: string;
  administrator: { email: string; password: string };
  jobs: Record<"finished" | "waiting" | "failed" | "running", string>;
  nodeId: string;
}

export interface Scene {
  name: string;
  path: (world: World) => string;
  /** What is done on the page before the picture is taken. */
  act?: (page: Page) => Promise<unknown>;
  /** Skeletons are what it shows: they are not waited for. */
  hasSkeletons?: boolean;
  /** The theme in which it is shown, where its address says which. */
  onlyIn?: "dark" | "light";
  /** Also at the width of a telephone. */
  onPhone?: boolean;
  /** Seen without signing in. */
  isOutside?: boolean;
}

const BATCH = `question,text,priority
What is inertia?,"A body keeps its state of motion.",low
What is a lever?,"A bar that turns about a point.",high
,"A row without a question",low
What is friction?,"It resists motion.",urgent
`;

const settings = (tab: string): Scene => ({ name: `settings-${tab}`, path: () => `/settings?tab=${tab}` });

/** Every page of the console, and the states of each that are worth looking at. */
export const SCENES: readonly Scene[] = [
  { name: "sign-in", path: () => "/sign-in", isOutside: true, onPhone: true },
  { name: "overview", path: () => "/", onPhone: true },
  { name: "wall", path: () => "/wall", onlyIn: "dark" },
  { name: "wall", path: () => "/wall?theme=light", onlyIn: "light" },
  { name: "jobs", path: () => "/jobs", onPhone: true },
  {
    name: "jobs-selected",
    path: () => "/jobs?status=failed,cancelled&since=7d",
    act: async (page) => {
      await page.getByRole("checkbox").nth(1).check();
      await page.getByRole("checkbox").nth(3).check();
      await page.getByRole("toolbar", { name: "Chosen jobs" }).waitFor();
    },
    onPhone: true,
  },
  {
    name: "jobs-filter",
    path: () => "/jobs?status=processing",
    act: async (page) => {
      await page.keyboard.press("/");
      await page.getByRole("listbox").waitFor();
    },
  },
  {
    name: "jobs-nothing",
    path: () => "/jobs?text=nothing-is-called-that",
    act: (page) => page.getByText("No job matches this filter.").waitFor(),
  },
  {
    name: "job-finished",
    path: ({ jobs }) => `/jobs/${jobs.finished}`,
    act: (page) => page.locator("video").waitFor(),
    onPhone: true,
  },
  {
    name: "job-storyboard",
    path: ({ jobs }) => `/jobs/${jobs.finished}?tab=storyboard`,
    act: (page) =>
      page.waitForFunction(() => {
        const scenes = [...document.querySelectorAll("[data-testid^=scene-]")];
        return scenes.length > 0 && scenes.every((scene) => scene.querySelector("img") !== null);
      }),
  },
  {
    name: "job-files",
    path: ({ jobs }) => `/jobs/${jobs.finished}?tab=files`,
    act: (page) => page.getByRole("tabpanel").getByRole("listitem").first().waitFor(),
    onPhone: true,
  },
  {
    name: "job-quality",
    path: ({ jobs }) => `/jobs/${jobs.finished}?tab=quality`,
    act: (page) => page.getByRole("tabpanel").getByText("LUFS").first().waitFor(),
  },
  {
    name: "job-running",
    path: ({ jobs }) => `/jobs/${jobs.running}`,
    act: (page) => page.getByRole("log").waitFor(),
    onPhone: true,
  },
  {
    name: "job-waiting",
    path: ({ jobs }) => `/jobs/${jobs.waiting}?tab=events`,
    act: (page) => page.getByTestId("job-wait").locator("[data-reason]").first().waitFor(),
    onPhone: true,
  },
  {
    name: "job-failed",
    path: ({ jobs }) => `/jobs/${jobs.failed}?tab=attempts`,
    act: (page) => page.getByTestId("job-error").waitFor(),
    onPhone: true,
  },
  { name: "job-not-there", path: () => "/jobs/00000000-0000-4000-8000-00000000dead" },
  {
    name: "new-job-refused",
    path: () => "/jobs/new",
    act: async (page) => {
      await page.getByRole("button", { name: /submit job/i }).click();
      await page.getByRole("alert").first().waitFor();
    },
  },
  {
    name: "new-job",
    path: () => "/jobs/new",
    act: (page) => page.getByRole("button", { name: "Fill with an example" }).click(),
    onPhone: true,
  },
  {
    name: "batch",
    path: () => "/jobs/new/batch",
    act: async (page) => {
      await page
        .getByLabel("File with jobs")
        .setInputFiles({ name: "mechanics.csv", mimeType: "text/csv", buffer: Buffer.from(BATCH) });
      await page.getByTestId("batch-summary").waitFor();
    },
    onPhone: true,
  },
  { name: "queues", path: () => "/queues", onPhone: true },
  { name: "nodes", path: () => "/nodes", onPhone: true },
  { name: "node", path: ({ nodeId }) => `/nodes/${nodeId}`, onPhone: true },
  { name: "tasks", path: () => "/tasks", onPhone: true },
  { name: "schedules", path: () => "/tasks?tab=schedules", onPhone: true },
  { name: "sites", path: () => "/sites", onPhone: true },
  { name: "audit", path: () => "/audit", onPhone: true },
  ...["members", "keys", "limits", "projects", "people", "retention"].map(settings),
  { name: "api", path: () => "/api", onPhone: true },
  {
    name: "palette",
    path: () => "/jobs",
    act: async (page) => {
      await page.keyboard.press("Control+k");
      await page.getByPlaceholder(/A page, a node/).fill("what");
      await page.getByRole("dialog").getByText("Jobs", { exact: true }).waitFor();
    },
  },
  {
    name: "shortcuts",
    path: () => "/jobs",
    act: async (page) => {
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
    },
  },
  { name: "parts", path: () => "/parts", hasSkeletons: true },
  { name: "not-found", path: () => "/no-such-page" },
];
