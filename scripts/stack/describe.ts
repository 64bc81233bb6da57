import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import pg from "pg";
import { findRunningInstance } from "../platform/instance.ts";
import type { PlatformSettings } from "../platform/settings.ts";
import { databaseUrlOf, isStackAlone, requireRunningStack, stackDirOf } from "./running-stack.ts";

interface Status {
  state: "running" | "starting" | "stopped";
  data_dir: string;
  started_by?: "npm start" | "npm run stack";
  pid?: number;
  api_url?: string;
  database_port?: number;
  database_bytes?: number;
  files_bytes: number;
}

export async function printStatus(settings: PlatformSettings, isJson: boolean): Promise<void> {
  const status = await readStatus(settings);
  if (isJson) {
    print(JSON.stringify(status));
    return;
  }
  for (const [name, value] of Object.entries(status)) {
    const isSize = name.endsWith("_bytes");
    print(
      `${name.replace("_bytes", "").replaceAll("_", " ").padEnd(14)} ${isSize ? megabytes(Number(value)) : String(value)}`,
    );
  }
}

async function readStatus({ dataDir }: PlatformSettings): Promise<Status> {
  const files_bytes = await sizeOf(path.join(stackDirOf(dataDir), "storage"));
  const instance = findRunningInstance(dataDir);
  if (instance === null) return { state: "stopped", data_dir: dataDir, files_bytes };
  const { running, launcher } = instance;
  const started_by = isStackAlone(instance) ? "npm run stack" : "npm start";
  const base = { data_dir: dataDir, started_by, pid: launcher.pid, files_bytes } as const;
  if (!running) return { state: "starting", ...base };
  if (running.databaseUrl === null) return { state: "running", ...base, api_url: running.apiUrl };
  return {
    state: "running",
    ...base,
    api_url: running.apiUrl,
    database_port: Number(new URL(running.databaseUrl).port),
    database_bytes: await databaseBytes(running.databaseUrl),
  };
}

/** For people, as lines of an env file, or as JSON. */
export async function printKeys(settings: PlatformSettings, form: "text" | "env" | "json"): Promise<void> {
  const { apiUrl, publishableKey, secretKey, databaseUrl } = requireRunningStack(settings);
  const values = {
    SUPABASE_URL: apiUrl,
    SUPABASE_PUBLISHABLE_KEY: publishableKey,
    SUPABASE_SECRET_KEY: secretKey,
    SUPABASE_DB_URL: databaseUrl,
    DATABASE_URL: await databaseUrlOf(settings, "spool_worker"),
  };
  if (form === "json") {
    print(JSON.stringify(values));
    return;
  }
  const labels: Record<string, string> = {
    SUPABASE_URL: "API",
    SUPABASE_PUBLISHABLE_KEY: "Publishable key",
    SUPABASE_SECRET_KEY: "Secret key",
    SUPABASE_DB_URL: "Database, as postgres",
    DATABASE_URL: "Database, as a worker",
  };
  for (const [name, value] of Object.entries(values)) {
    print(form === "env" ? `${name}=${value}` : `${(labels[name] ?? name).padEnd(23)} ${value}`);
  }
}

async function databaseBytes(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ bytes: string }>(
      "select pg_database_size(current_database()) as bytes",
    );
    return Number(rows[0]?.bytes);
  } finally {
    await client.end();
  }
}

async function sizeOf(folder: string): Promise<number> {
  let bytes = 0;
  for (const name of await readdir(folder, { recursive: true }).catch(() => [])) {
    // Gone between the listing and now.
    const info = await stat(path.join(folder, name)).catch(() => null);
    if (info?.isFile()) bytes += info.size;
  }
  return bytes;
}

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
