"use client";

import { Button } from "@spool/ui/button";
import { TextInput } from "@spool/ui/field";
import { Skeleton } from "@spool/ui/notice";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { toast } from "sonner";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { administersInstance } from "../../../../data/account/may-operate.ts";
import {
  retentionPreviewQuery,
  retentionQuery,
  setRetentionMutation,
  type Retention,
  type RetentionFigure,
} from "../../../../data/retention/retention-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { QueryError } from "../../_components/query-error.tsx";
import { RefusalLine } from "../../_components/refusal-line.tsx";

const ROWS = [
  {
    figure: "keep_completed_days",
    what: "Completed jobs",
    detail: "with their files, events and attempts",
    unit: "jobs",
  },
  { figure: "keep_failed_days", what: "Failed and cancelled jobs", detail: "likewise", unit: "jobs" },
  { figure: "keep_tasks_days", what: "Finished system tasks", detail: "", unit: "tasks" },
  { figure: "keep_logs_days", what: "Log lines", detail: "at most as long as their job", unit: "lines" },
  { figure: "keep_minutes_days", what: "Throughput by the minute", detail: "", unit: "minutes" },
  { figure: "keep_schedule_runs_days", what: "Runs of schedules", detail: "", unit: "runs" },
] as const satisfies readonly { figure: RetentionFigure; what: string; detail: string; unit: string }[];

/** For how long things are kept. Administrators see what a figure costs before they set it. */
export function RetentionTab() {
  const { data: figures, error, refetch } = useQuery(retentionQuery(useSupabase()));
  const mayChange = administersInstance(useAccount());
  if (figures === undefined) {
    if (error !== null) return <QueryError what="The figures" error={error} onRetry={refetch} />;
    return <Skeleton className="h-72 w-full max-w-4xl" />;
  }
  if (mayChange) return <RetentionForm key={JSON.stringify(figures)} figures={figures} />;
  return (
    <dl className="max-w-4xl divide-y rounded-lg border bg-surface">
      {ROWS.map(({ figure, what }) => (
        <div key={figure} className="flex h-10 items-center justify-between gap-4 px-4">
          <dt>{what}</dt>
          <dd className="text-ink-soft tabular-nums">{daysWords(figures[figure])}</dd>
        </div>
      ))}
    </dl>
  );
}

const daysWords = (days: number | null): string =>
  days === null ? "for ever" : `${days.toLocaleString("en")} ${days === 1 ? "day" : "days"}`;

type Typed = Record<RetentionFigure, string>;

function RetentionForm({ figures }: { figures: Retention }) {
  const supabase = useSupabase();
  const save = useMutation(setRetentionMutation(supabase, useQueryClient()));
  const [typed, setTyped] = useState(
    () =>
      Object.fromEntries(
        ROWS.map(({ figure }) => [figure, figures[figure] === null ? "" : String(figures[figure])]),
      ) as Typed, // a text for every figure
  );
  const asked = useDeferredValue(typed);
  const { data: preview } = useQuery(retentionPreviewQuery(supabase, previewable(asked)));
  const isChanged = ROWS.some(({ figure }) => valueOf(typed[figure]) !== figures[figure]);

  function handleSubmit(event: React.SyntheticEvent): void {
    event.preventDefault();
    const changed = ROWS.filter(({ figure }) => valueOf(typed[figure]) !== figures[figure]);
    // A promise, because new figures bring a new form, and what this one waited for would not be told.
    save.mutateAsync(Object.fromEntries(changed.map(({ figure }) => [figure, valueOf(typed[figure])]))).then(
      () => toast("The figures hold from the next clean-up on"),
      () => undefined, // the form says why
    );
  }

  return (
    <form onSubmit={handleSubmit} className="max-w-4xl">
      <div className="overflow-hidden rounded-lg border bg-surface">
        <table className="w-full">
          <thead className="text-left text-2xs text-ink-faint">
            <tr className="h-8">
              <th scope="col" className="px-4 font-normal">
                What
              </th>
              <th scope="col" className="w-40 px-2 font-normal">
                kept for days
              </th>
              <th scope="col" className="w-44 px-4 text-right font-normal">
                next clean-up removes
              </th>
            </tr>
          </thead>
          <tbody>
            {ROWS.map(({ figure, what, detail, unit }) => {
              const count = preview?.[figure];
              const isMany = count !== undefined && count === preview?.["at_most"];
              return (
                <tr key={figure} className="border-t">
                  <th scope="row" className="px-4 py-2 text-left font-normal">
                    <label htmlFor={figure}>{what}</label>
                    {detail !== "" && <span className="block text-xs text-ink-faint">{detail}</span>}
                  </th>
                  <td className="px-2 py-2">
                    <TextInput
                      id={figure}
                      inputMode="decimal"
                      placeholder="for ever"
                      value={typed[figure]}
                      onChange={(event) => setTyped({ ...typed, [figure]: event.target.value })}
                      className="h-8 tabular-nums"
                    />
                  </td>
                  <td className="px-4 py-2 text-right tabular-nums">
                    {count === undefined ? (
                      ""
                    ) : count === 0 ? (
                      <span className="text-ink-faint">nothing</span>
                    ) : (
                      <span className="text-attention">
                        {isMany && "at least "}
                        {count.toLocaleString("en")} {unit}
                      </span>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <div className="mt-3 flex flex-wrap items-center justify-between gap-3">
        <p className="text-xs text-ink-faint">
          Empty is for ever. The task “Clean up jobs” removes what is over its time.
        </p>
        <RefusalLine error={save.error} />
        <Button type="submit" variant="primary" disabled={!isChanged} isBusy={save.isPending}>
          Save the figures
        </Button>
      </div>
    </form>
  );
}

/** What was typed as the database takes it; what is no number goes as text, for the database to refuse in words. */
function valueOf(text: string): number | string | null {
  if (text.trim() === "") return null;
  const days = Number(text);
  return Number.isNaN(days) ? text : days;
}

/** Those of the figures that are numbers or for ever: the rest cannot be counted yet. */
function previewable(typed: Typed): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(typed).flatMap(([figure, text]) => {
      const value = valueOf(text);
      return typeof value === "string" ? [] : [[figure, value]];
    }),
  );
}
