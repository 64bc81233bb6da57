import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import type { createClient } from "@supabase/supabase-js";
import { expect, test } from "../support/fixtures.ts";

declare global {
  interface Window {
    /** The browser build's own global. */
    supabase: { createClient: typeof createClient };
  }
}

const require = createRequire(import.meta.url);
const BROWSER_BUILD = join(dirname(require.resolve("@supabase/supabase-js")), "umd/supabase.js");

/** A page of an origin of its own with nothing but the browser build of supabase-js. */
async function servePage(): Promise<{ url: string; close: () => void }> {
  const script = await readFile(BROWSER_BUILD);
  const server = createServer((request, response) => {
    if (request.url === "/supabase.js") response.setHeader("Content-Type", "text/javascript").end(script);
    else response.setHeader("Content-Type", "text/html").end('<script src="/supabase.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

test("supabase-js in a page of another origin signs in, reads, writes, counts and calls", async ({
  page,
  platform,
  createPerson,
}) => {
  const person = await createPerson("operator");
  const site = await servePage();
  await page.goto(site.url);

  const seen = await page.evaluate(
    async ({ apiUrl, publishableKey, credentials }) => {
      const client = window.supabase.createClient(apiUrl, publishableKey, {
        global: { headers: { "x-client-of-mine": "any header passes the preflight" } },
      });
      const signedIn = await client.auth.signInWithPassword(credentials);
      const inserted = await client
        .from("jobs")
        .insert({ job_type: "doubt", payload: { question: "From a browser?" } })
        .select("id, status")
        .single();
      const read = await client
        .from("jobs")
        .select("id, projects!inner(slug)", { count: "exact" })
        .eq("id", inserted.data?.id as string);
      const head = await client.from("jobs").select("*", { count: "exact", head: true });
      const called = await client.rpc("get_queue_stats");
      const missing = await client.from("nothing").select();
      const raw = await fetch(`${apiUrl}/rest/v1/jobs?select=id&limit=1`, {
        headers: { apikey: publishableKey, Prefer: "count=exact", Range: "0-0" },
      });
      return {
        signInError: signedIn.error?.message,
        inserted: [inserted.status, (inserted.data as { status: string } | null)?.status],
        read: [read.status, read.count, read.data?.length, read.error?.message],
        counted: typeof head.count,
        called: [called.status, called.error?.message],
        missing: [missing.status, missing.error?.code],
        // Scripts of other origins see only what the server exposes.
        range: raw.headers.get("content-range"),
      };
    },
    { apiUrl: platform.apiUrl, publishableKey: platform.publishableKey, credentials: person },
  );
  site.close();

  expect(seen).toEqual({
    signInError: undefined,
    inserted: [201, "pending"],
    read: [200, 1, 1, undefined],
    counted: "number",
    called: [200, undefined],
    missing: [404, "PGRST205"],
    range: expect.stringMatching(/^(\*|0-0)\/\d+$/) as unknown,
  });
});
