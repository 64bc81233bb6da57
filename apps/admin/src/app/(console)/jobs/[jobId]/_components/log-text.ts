import type { LogRow } from "../../../../../data/job-activity/log-page.ts";

/** What a line's values look like behind its message: `frames=212 drawn=61`. Empty where it has none. */
export const fieldsText = (fields: LogRow["fields"]): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" ");

/** A line for a text file, in UTC: two people who compare theirs see the same. */
export function plainLine({ logged_at, level, stage, message, fields }: LogRow): string {
  const values = fieldsText(fields);
  return `${new Date(logged_at).toISOString()} ${level.padEnd(5)} ${(stage ?? "-").padEnd(8)} ${message}${values === "" ? "" : `  ${values}`}\n`;
}

/** A line of a JSON Lines file. */
export const jsonLine = ({ logged_at, level, stage, message, fields, attempt_id }: LogRow): string =>
  `${JSON.stringify({ logged_at, level, stage, message, fields, attempt_id })}\n`;
