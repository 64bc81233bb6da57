import { createHash } from "node:crypto";
import type { RenderRequest } from "@spool/contracts/render-api";

/** The same for two requests that ask for the same video, whoever asks for it and in which attempt. */
export function requestDigest(request: RenderRequest): string {
  const { job_id: _job, attempt_id: _attempt, resume_from: _earlier, ...wanted } = request;
  return createHash("sha256").update(JSON.stringify(wanted, sortKeys)).digest("hex");
}

/** Objects that were parsed from differently ordered texts are the same object. */
function sortKeys(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
