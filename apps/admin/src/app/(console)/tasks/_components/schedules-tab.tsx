"use client";

import { Button } from "@spool/ui/button";
import { EmptyState, Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { mayOperateInstance, operableProjects } from "../../../../data/account/may-operate.ts";
import { schedulesQuery, type Schedule } from "../../../../data/schedules/schedules-query.ts";
import { jobTypesQuery } from "../../../../data/tasks/job-types-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { QueryError } from "../../_components/query-error.tsx";
import { ScheduleDialog } from "./schedule-dialog.tsx";
import { ScheduleRow } from "./schedule-row.tsx";
import { ScheduleRunsDialog } from "./schedule-runs-dialog.tsx";

export function SchedulesTab() {
  const supabase = useSupabase();
  const account = useAccount();
  const { data: schedules, error, refetch } = useQuery(schedulesQuery(supabase));
  const { data: types } = useQuery(jobTypesQuery(supabase));
  const [edited, setEdited] = useState<Schedule | "new" | null>(null);
  const [watchedId, setWatchedId] = useState<string | null>(null);
  const mayCreate = mayOperateInstance(account) || operableProjects(account).length > 0;

  if (schedules === undefined || types === undefined) {
    if (error !== null) return <QueryError what="The schedules" error={error} onRetry={refetch} />;
    return <Skeleton className="h-64 w-full" />;
  }
  const newButton = mayCreate && (
    <Button onClick={() => setEdited("new")}>
      <Plus aria-hidden="true" className="size-4" />
      New schedule
    </Button>
  );
  return (
    <>
      <div className="mb-3 flex justify-end empty:hidden">{schedules.length > 0 && newButton}</div>
      <div className="rounded-lg border bg-surface">
        {schedules.length === 0 ? (
          <EmptyState action={newButton}>
            No schedule yet. One submits a job or starts a task again and again, by the clock.
          </EmptyState>
        ) : (
          <ul className="divide-y">
            {schedules.map((schedule) => (
              <ScheduleRow
                key={schedule.id}
                schedule={schedule}
                typeTitle={types.find(({ name }) => name === schedule.job_type)?.title ?? schedule.job_type}
                onEdit={() => setEdited(schedule)}
                onShowRuns={() => setWatchedId(schedule.id)}
              />
            ))}
          </ul>
        )}
      </div>
      {edited !== null && (
        <ScheduleDialog
          schedule={edited === "new" ? null : edited}
          types={types}
          onClose={() => setEdited(null)}
        />
      )}
      <ScheduleRunsDialog
        schedule={schedules.find(({ id }) => id === watchedId)}
        onClose={() => setWatchedId(null)}
      />
    </>
  );
}
