import { defineConfig } from "vitest/config";

const exclude = ["**/node_modules/**", "**/.next/**"];

export default defineConfig({
  test: {
    // Two cores, and most tests start real processes.
    maxWorkers: 2,
    projects: [
      {
        test: {
          name: "plain",
          include: ["{packages/contracts,packages/media,packages/ui,apps/admin}/**/*.test.{ts,tsx}"],
          exclude,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "database",
          include: [
            "packages/{db,local-supabase,testing}/**/*.test.ts",
            "apps/{worker,orchestrator}/**/*.test.ts",
            "{supabase,scripts}/**/*.test.ts",
          ],
          exclude,
          // Real processes on two shared cores: on a machine of others' making, a test gets a second try before it counts.
          retry: process.env["CI"] ? 1 : 0,
          globalSetup: ["packages/testing/src/global-setup.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // The same machine: a second is no proof that something does not come.
          expect: { poll: { timeout: 10_000 } },
        },
      },
    ],
  },
});
