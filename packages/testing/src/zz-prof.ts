import { startTestCluster, databaseUrl } from "./test-cluster.ts";
import pg from "pg";
const { cluster, stop } = await startTestCluster();
try {
  const db = new pg.Client({ connectionString: databaseUrl(cluster, "supabase_admin", cluster.template) });
  await db.connect();
  await db.query("set plan_cache_mode = auto");
  const run = async (label: string) => {
    const t: Record<string, number> = {};
    const time = async (name: string, text: string, values: unknown[]) => {
      const a = performance.now();
      const r = await db.query({ name: name + "x", text, values });
      t[name] = (t[name] ?? 0) + performance.now() - a;
      return r.rows;
    };
    const [{ id }] = (await db.query("select private.register_node('n', '{\"slots\": 16}') as id")).rows;
    const N = 300;
    for (let i = 0; i < N; i++) {
      await time("insert", "insert into public.jobs (job_type, payload) values ('doubt', $1)", [{ question: "x" + i }]);
      const [c] = await time("claim", "select * from private.claim_next($1, 1)", [id]);
      await time("start", "select private.start_attempt($1)", [c.attempt_id]);
      await time("settle", "select private.settle_attempt($1, $2)", [c.attempt_id, JSON.stringify({ kind: "completed", result: { files: [], notices: [], video_url: null, thumbnail_url: null, duration_seconds: 1 } })]);
    }
    console.log(label, Object.fromEntries(Object.entries(t).map(([k, v]) => [k, (v / N).toFixed(2)])), "sum", (Object.values(t).reduce((a, b) => a + b) / N).toFixed(2));
  };
  await run("warm"); await run("all");
  for (const drop of process.argv.slice(2)) {
    await db.query("begin");
    for (const d of drop.split("+")) { const [tab, trg] = d.split("."); await db.query(`drop trigger ${trg} on public.${tab}`); }
    await run("without " + drop);
    await db.query("rollback");
  }
  await db.query("begin"); await run("one transaction"); await db.query("rollback");
  await db.end();
} finally { await stop(); }
