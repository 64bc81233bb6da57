import { Constants, type Enums } from "@spool/db/database.types";
import type { LogRow } from "../../../../../data/job-activity/log-page.ts";

export type LogLevel = Enums<"log_level">;
export const LOG_LEVELS = Constants.public.Enums.log_level;

export interface LogFilter {
  /** Levels that are shown; all of them where it is empty. */
  levels: readonly LogLevel[];
  /** In the message, the stage or a value, whatever the case. */
  text: string;
}

export const isFiltered = ({ levels, text }: LogFilter): boolean => levels.length > 0 || text.trim() !== "";

/** The lines that match. The same array where nothing is left out, so that nothing is drawn again. */
export function filterLines(lines: readonly LogRow[], filter: LogFilter): readonly LogRow[] {
  if (!isFiltered(filter)) return lines;
  const levels = new Set(filter.levels);
  const text = filter.text.trim().toLowerCase();
  return lines.filter(
    (line) => (levels.size === 0 || levels.has(line.level)) && (text === "" || contains(line, text)),
  );
}

function contains({ message, stage, fields }: LogRow, text: string): boolean {
  if (message.toLowerCase().includes(text) || stage?.includes(text)) return true;
  return Object.keys(fields).length > 0 && JSON.stringify(fields).toLowerCase().includes(text);
}
