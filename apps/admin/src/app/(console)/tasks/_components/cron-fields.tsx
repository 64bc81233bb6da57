"use client";

import { describedBy, Field, TextInput } from "@spool/ui/field";
import { Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { refusalOf } from "../../../../data/refusal.ts";
import { previewScheduleQuery } from "../../../../data/schedules/schedules-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";

const EXAMPLES = [
  { cron: "*/15 * * * *", label: "every 15 min" },
  { cron: "0 * * * *", label: "every hour" },
  { cron: "30 6 * * *", label: "every day" },
  { cron: "30 6 * * mon-fri", label: "on weekdays" },
  { cron: "0 3 1 * *", label: "every month" },
] as const;

const TYPING_MS = 250;

interface CronFieldsProps {
  cron: string;
  timeZone: string;
  onChange: (cron: string, timeZone: string) => void;
}

/** When a schedule runs, with what that means while it is typed: the next five runs, or what is wrong. */
export function CronFields({ cron, timeZone, onChange }: CronFieldsProps) {
  const settled = useSettled(`${cron}\n${timeZone}`);
  const [settledCron = "", settledZone = ""] = settled.split("\n");
  const { data: runs, error } = useQuery(previewScheduleQuery(useSupabase(), settledCron, settledZone));
  const help = "Minute, hour, day of month, month, day of week.";
  const problem = error === null ? undefined : refusalOf(error).message;
  const isOfZone = problem?.includes("time zone") === true;

  return (
    <div className="flex flex-col gap-3 rounded-md border bg-surface p-3">
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          controlId="schedule-cron"
          label="When"
          isRequired
          help={help}
          error={isOfZone ? undefined : problem}
        >
          <TextInput
            id="schedule-cron"
            required
            spellCheck={false}
            autoComplete="off"
            maxLength={200}
            value={cron}
            onChange={(event) => onChange(event.target.value, timeZone)}
            className="font-mono"
            {...describedBy("schedule-cron", help, isOfZone ? undefined : problem)}
          />
        </Field>
        <Field
          controlId="schedule-zone"
          label="On the clock of"
          isRequired
          error={isOfZone ? problem : undefined}
        >
          <TextInput
            id="schedule-zone"
            list="time-zones"
            required
            autoComplete="off"
            value={timeZone}
            onChange={(event) => onChange(cron, event.target.value)}
            {...describedBy("schedule-zone", undefined, isOfZone ? problem : undefined)}
          />
          <datalist id="time-zones">
            {Intl.supportedValuesOf("timeZone").map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </Field>
      </div>
      <div className="flex flex-wrap gap-1">
        {EXAMPLES.map((example) => (
          <button
            key={example.cron}
            type="button"
            onClick={() => onChange(example.cron, timeZone)}
            className="rounded-sm border px-2 py-0.5 text-xs text-ink-soft hover:bg-hover hover:text-ink"
          >
            {example.label}
          </button>
        ))}
      </div>
      {problem === undefined && (
        <div aria-live="polite">
          <p className="text-xs text-ink-faint">Next runs, in your time</p>
          {runs === undefined ? (
            <Skeleton className="mt-1 h-20 w-56" />
          ) : (
            <ol className="mt-1 text-xs tabular-nums">
              {runs.map((run) => (
                <li key={run}>{runWords(run)}</li>
              ))}
            </ol>
          )}
        </div>
      )}
    </div>
  );
}

const runWords = (run: string): string =>
  new Date(run).toLocaleString(undefined, {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });

/** A value once it has been left alone for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
