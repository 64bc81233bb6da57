import { cn } from "@spool/ui/class-names";
import type { LogRow } from "../../../../../data/job-activity/activity-queries.ts";
import { formatClock, formatMoment } from "../../../../../time/format-duration.ts";

const TONE: Record<LogRow["level"], string> = {
  debug: "text-ink-faint",
  info: "text-ink-soft",
  warn: "text-attention",
  error: "text-failed",
};

/** 12:04:31.204  info   render   scene 5 of 8 */
export function LogLine({ line }: { line: LogRow }) {
  return (
    <div className="flex gap-4 px-4 py-1 leading-4 hover:bg-hover">
      <time
        dateTime={line.logged_at}
        title={formatMoment(line.logged_at)}
        suppressHydrationWarning
        className="shrink-0 text-ink-faint"
      >
        {formatClock(line.logged_at)}
      </time>
      <span className={cn("w-10 shrink-0", TONE[line.level])}>{line.level}</span>
      <span className="w-16 shrink-0 truncate text-ink-faint max-sm:hidden">{line.stage}</span>
      <span className="min-w-0 break-words whitespace-pre-wrap">
        {line.message}
        <LogFields fields={line.fields} />
      </span>
    </div>
  );
}

function LogFields({ fields }: { fields: LogRow["fields"] }) {
  const entries = Object.entries(fields);
  if (entries.length === 0) return null;
  return (
    <span className="text-ink-faint">
      {"  "}
      {entries
        .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
        .join(" ")}
    </span>
  );
}
