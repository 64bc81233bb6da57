const STACK = "packages/local-supabase/src";

/** Test files that go through what a Supabase serves, and so run against one that is not ours (docs/official-stack.md). */
export const OUTSIDE_TESTS: readonly string[] = [
  `${STACK}/auth/auth.test.ts`,
  `${STACK}/gateway/cors.test.ts`,
  `${STACK}/gateway/credentials.test.ts`,
  `${STACK}/gateway/hostile.test.ts`,
  `${STACK}/realtime/postgres-changes.test.ts`,
  `${STACK}/realtime/realtime.test.ts`,
  `${STACK}/rest/conformance/conformance.test.ts`,
  `${STACK}/rest/injection.test.ts`,
  `${STACK}/rest/open-api.test.ts`,
  `${STACK}/rest/read.test.ts`,
  `${STACK}/rest/rpc.test.ts`,
  `${STACK}/rest/supabase-js.test.ts`,
  `${STACK}/rest/write.test.ts`,
  `${STACK}/storage/conformance.test.ts`,
  `${STACK}/storage/resumable.test.ts`,
  `${STACK}/storage/storage.test.ts`,
  "packages/testing/src/stack.test.ts",
  "supabase/tests/curl.test.ts",
  "supabase/tests/keys-through-the-gateway.test.ts",
];

/** What is about the local stack from within, by folder or file, and why another Supabase does not show it. */
export const INSIDE_TESTS: Readonly<Record<string, string>> = {
  [`${STACK}/auth/hostile.test.ts`]: "hundreds of wrong sign-ins meet a hosted project's rate limits first",
  [`${STACK}/auth/mail-flows.test.ts`]: "mails are read in the local inbox",
  [`${STACK}/auth/settings.test.ts`]: "each needs other settings of Auth",
  [`${STACK}/backup`]: "it backs up and restores the local stack's folder",
  [`${STACK}/gateway/outage.test.ts`]: "it stops Postgres",
  [`${STACK}/gateway/slow-upload.test.ts`]: "it sets the gateway's clocks",
  [`${STACK}/main.test.ts`]: "it starts and kills the local stack's process",
  [`${STACK}/postgres`]: "it starts Postgres and makes databases",
  [`${STACK}/realtime/frames.test.ts`]: "it calls the decoder of frames",
  [`${STACK}/realtime/limits.test.ts`]: "it lowers the limits of Realtime",
  [`${STACK}/realtime/topic-hub.test.ts`]: "it calls the hub of topics",
  [`${STACK}/rest/fuzz.test.ts`]: "it calls the parser of queries",
  [`${STACK}/rest/names-one-row.test.ts`]: "it calls the reader of filters",
  [`${STACK}/storage/byte-range.test.ts`]: "it calls the parser of ranges",
  [`${STACK}/storage/file-store.test.ts`]: "it looks at the stored files",
  [`${STACK}/storage/large-file.test.ts`]: "it limits and measures the server's memory",
  [`${STACK}/storage/names.test.ts`]: "it calls the rules for names",
  [`${STACK}/storage/sweep.test.ts`]: "it looks at the stored files",
  "supabase/tests": "they clone a database for each file; the migrations are what a push applied",
};
