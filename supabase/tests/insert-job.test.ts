import { createTestDatabase, type TestDatabase } from "@spool/testing/database";
import { asService } from "@spool/testing/callers";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";

let database: TestDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = new pg.Pool({ connectionString: database.authenticatorUrl });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

test("x", async () => {
  const { rows } = await asService(pool)("select public.get_queue_stats() ->> 'total' as total");
  expect(rows).toEqual([{ total: "0" }]);
});
