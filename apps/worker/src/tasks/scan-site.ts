import { AppError } from "@spool/contracts/app-error";
import { scanSitePayload } from "@spool/contracts/task-catalogue";
import { readdir, statfs } from "node:fs/promises";
import { z } from "zod";
import { parsePayload, type Task } from "./task.ts";

const BYTES_PER_MB = 1_048_576;
/** With less than this share free, a site is degraded. */
const LEAST_FREE_SHARE = 0.05;

interface SiteState {
  health: "healthy" | "degraded" | "unreachable";
  message: string;
  totalMb: number | null;
  freeMb: number | null;
}

/** Looks at the storage of a site from this node and writes down how it is. That it is not well is a result, not a failure. */
export const scanSite: Task = async ({ attempt, database }, signal) => {
  const { site } = parsePayload(scanSitePayload, attempt.payload);
  const { rows } = await database.query("select private.site_storage_root($1) as root", [site]);
  const root = z.string().nullable().parse(rows[0]?.["root"]);
  if (root === null) throw new AppError("NOT_FOUND", `There is no site "${site}".`);

  const state = await lookAt(root);
  signal.throwIfAborted();
  await database.query("select private.report_site($1, $2, $3, $4, $5)", [
    site,
    state.health,
    state.message,
    state.totalMb,
    state.freeMb,
  ]);
  return [`${site} is ${state.health}: ${state.message}`];
};

async function lookAt(root: string): Promise<SiteState> {
  try {
    const entries = await readdir(root);
    const { blocks, bavail, bsize } = await statfs(root);
    const totalMb = Math.round((blocks * bsize) / BYTES_PER_MB);
    const freeMb = Math.round((bavail * bsize) / BYTES_PER_MB);
    const isTight = freeMb < totalMb * LEAST_FREE_SHARE;
    return {
      health: isTight ? "degraded" : "healthy",
      message: `${entries.length} entries, ${freeMb} of ${totalMb} MB free${isTight ? ": make room soon" : ""}.`,
      totalMb,
      freeMb,
    };
  } catch (error) {
    const { code = "an unknown error" } = error as NodeJS.ErrnoException; // what node:fs throws
    const reason =
      {
        ENOENT: "the folder is not there: is it mounted?",
        EACCES: "the worker may not read it.",
        ENOTDIR: "it is not a folder.",
      }[code] ?? `reading it ended with ${code}.`;
    return { health: "unreachable", message: `${root}: ${reason}`, totalMb: null, freeMb: null };
  }
}
