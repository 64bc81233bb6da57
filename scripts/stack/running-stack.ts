import path from "node:path";
import { loadKeys } from "@spool/local-supabase/keys";
import { findRunningInstance, type Instance, type RunningInstance } from "../platform/instance.ts";
import { SetupError, type PlatformSettings } from "../platform/settings.ts";

/** Whether `npm run stack` runs it, and not `npm start` or one of its relatives. */
export const isStackAlone = ({ children }: Instance): boolean =>
  children.every(({ name }) => name === "supabase");

export const stackDirOf = (dataDir: string): string => path.join(dataDir, "supabase");

/** A stack that runs on the data folder, started by whom ever. Throws a SetupError that says how to start one. */
export function requireRunningStack({
  dataDir,
}: PlatformSettings): RunningInstance & { databaseUrl: string } {
  const running = findRunningInstance(dataDir)?.running;
  const databaseUrl = running?.databaseUrl;
  if (!running || databaseUrl === null || databaseUrl === undefined) {
    throw new SetupError(`No stack runs on ${dataDir}. Start it with: npm run stack -- start --detach`);
  }
  return { ...running, databaseUrl };
}

/** The database of a running stack as another role. */
export async function databaseUrlOf(
  settings: PlatformSettings,
  role: "supabase_admin" | "spool_worker",
): Promise<string> {
  const { dbPasswords } = await loadKeys(path.join(stackDirOf(settings.dataDir), "keys.json"));
  const url = new URL(requireRunningStack(settings).databaseUrl);
  url.username = role;
  url.password = dbPasswords[role];
  return url.href;
}
