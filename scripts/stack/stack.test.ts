import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { removeDataFolder } from "@spool/local-supabase/postgres/data-folder";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "@spool/local-supabase/ports";
import { PROJECT_ROOT } from "../platform/settings.ts";

let root: string;
let env: Record<string, string>;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), "spool-stack-command-"));
  const [api, database] = [await freePort("127.0.0.1"), await freePort("127.0.0.1")];
  env = {
    SPOOL_DATA_DIR: path.join(root, "data"),
    SPOOL_API_PORT: String(api),
    SPOOL_DATABASE_PORT: String(database),
    SUPABASE_URL: "",
  };
});
afterAll(async () => {
  await stack("stop");
  await removeDataFolder(path.join(root, "data/supabase/database"));
  await rm(root, { recursive: true, force: true });
});

/** Never rejects: refusals are what is looked at. */
function stack(...args: string[]): Promise<{ exitCode: number | null; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const options = { env: { ...process.env, ...env } };
    const entry = path.join(PROJECT_ROOT, "scripts/stack.ts");
    const child = execFile(process.execPath, [entry, ...args], options, (_error, stdout, stderr) =>
      resolve({ exitCode: child.exitCode, stdout: stdout.trim(), stderr: stderr.trim() }),
    );
    child.stdin?.end();
  });
}

test("without a stack, every command says how to start one, and nothing is made", async () => {
  for (const command of [["keys"], ["sql", "select 1"], ["backup", "x"], ["restore", "x"]]) {
    const { exitCode, stderr } = await stack(...command);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining("npm run stack -- start --detach")]);
  }
  expect((await stack("status", "--json")).stdout).toContain('"state":"stopped"');
});

test("a detached stack is described, asked, backed up, refused a second start, reset, restored and stopped", async () => {
  expect((await stack("start", "--detach")).exitCode).toBe(0);
  expect((await stack("start")).stderr).toMatch(/Spool already runs on .* \(process \d+, http/);

  const keys = JSON.parse((await stack("keys", "--json")).stdout) as Record<string, string>;
  const health = await fetch(`${keys["SUPABASE_URL"] ?? ""}/auth/v1/health`, {
    headers: { apikey: keys["SUPABASE_PUBLISHABLE_KEY"] ?? "" },
  });
  expect(health.status).toBe(200);
  expect((await stack("keys", "--env")).stdout).toContain(
    `SUPABASE_SECRET_KEY=${keys["SUPABASE_SECRET_KEY"] ?? ""}`,
  );
  expect((await stack("sql", "select 1 / 0")).stderr).toContain("division by zero (22012, line 1)");

  await stack("sql", "insert into public.projects (slug, name) values ('kept', 'Kept')");
  expect((await stack("backup", path.join(root, "backup"))).exitCode).toBe(0);
  expect((await stack("reset", "--yes")).stderr).toContain("Stop it first: npm run stack -- stop");
  expect((await stack("stop")).exitCode).toBe(0);
  expect((await stack("reset")).stderr).toContain("Nothing was reset");
  expect((await stack("reset", "--yes")).exitCode).toBe(0);
  expect((await stack("start", "--detach")).exitCode).toBe(0);
  const count = async () =>
    (await stack("sql", "select slug from public.projects where slug = 'kept'", "--json")).stdout;
  expect(await count()).toBe("[]");

  expect((await stack("restore", path.join(root, "backup"))).exitCode).toBe(0);

  expect(await count()).toBe('[{"slug":"kept"}]');
  expect(JSON.parse((await stack("keys", "--json")).stdout)).toEqual(keys);
  expect((await stack("stop")).exitCode).toBe(0);
  expect((await stack("status", "--json")).stdout).toContain('"state":"stopped"');
}, 240_000);
