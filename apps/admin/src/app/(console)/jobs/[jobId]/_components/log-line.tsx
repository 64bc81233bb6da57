import { cn } from "@spool/ui/class-names";
import type { LogRow } from "../../../../../data/job-activity/log-page.ts";
import { formatClock, formatMoment } from "../../../../../time/format-duration.ts";
import { fieldsText } from "./log-text.ts";

const TONE: Record<LogRow["level"], string> = {
  debug: "text-ink-faint",
  info: "text-ink-soft",
  warn: "text-attention",
  error: "text-failed",
};

interface LogLineProps {
  line: LogRow;
  /** What somebody looks for is marked. */
  search: string;
}

/** 12:04:31.204  info   render   scene 5 of 8 */
export function LogLine({ line, search }: LogLineProps) {
  const values = fieldsText(line.fields);
  return (
    <div
      data-level={line.level}
      className={cn(
        "flex gap-4 border-l-2 border-transparent px-4 py-1 leading-4 hover:bg-hover max-sm:gap-2.5 max-sm:px-3",
        line.level === "warn" && "border-attention/60",
        line.level === "error" && "border-failed bg-failed-wash",
      )}
    >
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
        {/* Letters of the other direction turn nothing round but their own line. */}
        <bdi>
          <Marked text={line.message} search={search} />
        </bdi>
        {values !== "" && (
          <span className="text-ink-faint">
            {"  "}
            <Marked text={values} search={search} />
          </span>
        )}
      </span>
    </div>
  );
}

function Marked({ text, search }: { text: string; search: string }) {
  const wanted = search.trim().toLowerCase();
  const at = wanted === "" ? -1 : text.toLowerCase().indexOf(wanted);
  if (at < 0) return text;
  return (
    <>
      {text.slice(0, at)}
      <mark className="rounded-sm bg-lamp-fill text-lamp-ink">{text.slice(at, at + wanted.length)}</mark>
      {text.slice(at + wanted.length)}
    </>
  );
}
