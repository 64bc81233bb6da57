import { defineConfig } from "vitest/config";
import { OUTSIDE_TESTS } from "./scripts/outside-tests.ts";

/** What `npm test -- --only outside` runs: one file after the other, because they share one Supabase. */
export default defineConfig({
  test: {
    include: [...OUTSIDE_TESTS],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 10_000 } },
  },
});
