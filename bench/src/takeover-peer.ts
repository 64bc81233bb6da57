import { once } from "node:events";
import { PgBoss } from "pg-boss";

/**
 * Bare pg-boss as a worker process: `work()`, a heartbeat of 10 s, a monitor every second. What it does for a job is
 * what ours does: one long request, then one row that says so.
 */
const [databaseUrl = "", orchestratorUrl = "", queue = "", slots = "1"] = process.argv.slice(2);
const boss = new PgBoss({
  connectionString: databaseUrl,
  schema: "peer_takeover",
  max: 4,
  schedule: false,
  superviseIntervalSeconds: 1,
  monitorIntervalSeconds: 1,
});
boss.on("error", (error) => console.error(error));
await boss.start();
await boss.work<{ job_id: string }>(queue, { localConcurrency: Number(slots) }, async ([job]) => {
  if (!job) return;
  const response = await fetch(`${orchestratorUrl}/render`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ job_id: job.data.job_id, attempt_id: crypto.randomUUID() }),
  });
  if (!response.ok) throw new Error(`The orchestrator answered ${response.status}`);
  await boss.getDb().executeSql("insert into peer_takeover.effects (job_id) values ($1)", [job.data.job_id]);
});
process.send?.({ type: "ready", url: "" });
await Promise.race([once(process, "SIGTERM"), once(process, "disconnect")]);
process.exit(0);
