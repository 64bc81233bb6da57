import { createTestDatabase } from "@spool/testing/database";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createHarness, type Harness } from "./test-support/harness.ts";

let harness: Harness;

beforeAll(async () => {
  harness = await createHarness(await createTestDatabase());
});
afterAll(() => harness.close());

test("the use of an API key that a read could only tell of is written down by a worker", async () => {
  await harness.startWorker();
  const [made] = await harness.sql(
    `insert into public.api_keys (project_id, name, role, prefix)
     select id, 'Test', 'viewer', 'spool_test' from public.projects where slug = 'default' returning id`,
  );

  await harness.sql("select pg_notify('spool_api_keys', $1)", [made?.["id"]]);

  await expect
    .poll(() => harness.sql("select last_used_at is not null as is_noted from public.api_keys where id = $1", [made?.["id"]]))
    .toEqual([{ is_noted: true }]);
}); // prettier-ignore
