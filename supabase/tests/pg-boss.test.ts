import { randomUUID } from "node:crypto";
import { useTestDatabase } from "@spool/testing/use-database";
import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, expect, test } from "vitest";

const db = useTestDatabase();
let boss: PgBoss;
const faults: unknown[] = [];

beforeAll(async () => {
  boss = new PgBoss({
    connectionString: db.database.workerUrl,
    max: 4,
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise: false,
    monitorIntervalSeconds: 1,
    maintenanceIntervalSeconds: 1,
    reindex: false,
  });
  boss.on("error", (error) => faults.push(error));
  await boss.start();
});
afterAll(() => boss.stop({ graceful: false }));

test("a worker that may not migrate runs pg-boss: queues, sending, fetching, touching, completing, failing", async () => {
  await boss.createQueue("dead");
  await boss.createQueue("work", {
    retryLimit: 0,
    heartbeatSeconds: 10,
    deadLetter: "dead",
    deleteAfterSeconds: 60,
  });
  await boss.updateQueue("work", { retryLimit: 0 });
  const [first, second] = [randomUUID(), randomUUID()];

  expect(await boss.send("work", { n: 1 }, { id: first })).toBe(first);
  expect(await boss.send("work", { n: 1 }, { id: first })).toBeNull();
  expect(await boss.insert("work", [{ id: second, data: { n: 2 } }], { returnId: true })).toEqual([second]);
  const fetched = await boss.fetch("work", { batchSize: 2 });
  expect(fetched.map(({ id }) => id).sort()).toEqual([first, second].sort());
  await boss.touch("work", [first, second]);
  await boss.complete("work", first);
  await boss.fail("work", second);
  expect(await boss.fetch("dead")).toMatchObject([{ data: { n: 2 } }]);
  await boss.cancel("work", first);
  await boss.deleteQueue("work");
});

test("a worker that may not migrate supervises, monitors and reads statistics", async () => {
  await boss.createQueue("watched");
  await boss.send("watched");

  await boss.supervise();
  await boss.supervise("watched");

  expect(await boss.getQueueStats("watched", { force: true })).toMatchObject([{ queuedCount: 1 }]);
  expect(faults).toEqual([]);
});

test("a send inside the transaction of a claim is undone with it", async () => {
  await boss.createQueue("in-transaction");
  const client = await db.worker.connect();
  const id = randomUUID();
  await client.query("begin");
  await boss.send(
    "in-transaction",
    {},
    { id, db: { executeSql: (text, values) => client.query(text, values) } },
  );
  await client.query("rollback");
  client.release();

  expect(await boss.fetch("in-transaction")).toEqual([]);
});
