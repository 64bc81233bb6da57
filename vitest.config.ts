import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["packages/testing/src/global-setup.ts"],
    include: ["packages/**/*.test.{ts,tsx}", "apps/**/*.test.{ts,tsx}", "supabase/tests/**/*.test.ts", "scripts/**/*.test.ts"],
    exclude: ["**/node_modules/**", "**/.next/**"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores, and most tests start real processes.
    maxWorkers: 2,
  },
});
