import { createRequire } from "node:module";
import path from "node:path";
import type { createClient } from "@supabase/supabase-js";
import { expect, test } from "../support/fixtures.ts";

/** supabase-js as a page without a bundler loads it. */
const SUPABASE_JS = path.join(
  path.dirname(createRequire(import.meta.url).resolve("@supabase/supabase-js/package.json")),
  "dist/umd/supabase.js",
);

declare global {
  interface Window {
    supabase: { createClient: typeof createClient };
    heard: { broadcasts: string[]; changes: string[]; statuses: string[] };
  }
}

test("in a browser, somebody signed in hears of a job over a private topic and by postgres_changes", async ({
  page,
  platform,
  service,
  createPerson,
}) => {
  const person = await createPerson("operator");
  await page.goto(`${platform.apiUrl}/auth/v1/health`);
  await page.addScriptTag({ path: SUPABASE_JS });
  await page.evaluate(
    async ({ apiUrl, publishableKey, email, password }) => {
      const client = window.supabase.createClient(apiUrl, publishableKey);
      window.heard = { broadcasts: [], changes: [], statuses: [] };
      await client.auth.signInWithPassword({ email, password });
      await client.realtime.setAuth();
      client
        .channel("project:00000000-0000-4000-8000-000000000001", { config: { private: true } })
        .on("broadcast", { event: "job_changed" }, ({ payload }: { payload: { id: string } }) =>
          window.heard.broadcasts.push(payload.id),
        )
        .subscribe((status) => window.heard.statuses.push(status));
      client
        .channel("changes", { config: { postgres_changes_options: { wait: true } } })
        .on<{ id: string }>(
          "postgres_changes",
          { event: "INSERT", schema: "public", table: "jobs" },
          (change) => window.heard.changes.push(change.new.id),
        )
        .subscribe((status) => window.heard.statuses.push(status));
    },
    { ...platform, ...person },
  );
  const heard = (what: "broadcasts" | "changes" | "statuses") =>
    page.evaluate((name) => window.heard[name], what);
  await expect.poll(() => heard("statuses")).toEqual(["SUBSCRIBED", "SUBSCRIBED"]);

  const { data } = await service
    .from("jobs")
    .insert({ job_type: "doubt", payload: { question: "Who hears of this in a browser?" } })
    .select("id")
    .single()
    .throwOnError();

  await expect.poll(() => heard("broadcasts")).toContain(data.id);
  await expect.poll(() => heard("changes")).toEqual([data.id]);
  await service.rpc("cancel_job", { job_id: data.id });
});
