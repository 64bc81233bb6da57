"use client";

import { Button, IconButton } from "@spool/ui/button";
import { cn } from "@spool/ui/class-names";
import { Confirm } from "@spool/ui/confirm";
import { Menu, MenuItem, MenuSeparator } from "@spool/ui/menu";
import { Toggle } from "@spool/ui/toggle";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { toast } from "sonner";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { maySteer } from "../../../../data/account/may-steer.ts";
import { refusalOf } from "../../../../data/refusal.ts";
import {
  enableScheduleMutation,
  removeScheduleMutation,
  runScheduleMutation,
} from "../../../../data/schedules/schedule-mutations.ts";
import type { Schedule } from "../../../../data/schedules/schedules-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { formatMoment } from "../../../../time/format-duration.ts";
import { TimeAgo } from "../../../../time/time-ago.tsx";

interface ScheduleRowProps {
  schedule: Schedule;
  typeTitle: string;
  onEdit: () => void;
  onShowRuns: () => void;
}

export function ScheduleRow({ schedule, typeTitle, onEdit, onShowRuns }: ScheduleRowProps) {
  const isOn = schedule.is_enabled;
  return (
    <li
      data-schedule={schedule.name}
      className="grid grid-cols-[minmax(0,1fr)] items-center gap-x-6 gap-y-1.5 px-4 py-2.5 lg:grid-cols-[minmax(0,1fr)_13rem_12rem_10rem_auto]"
    >
      <div className="min-w-0">
        <p className={cn("truncate font-medium", !isOn && "text-ink-soft")}>{schedule.name}</p>
        <p className="truncate text-xs text-ink-faint">{typeTitle}</p>
      </div>
      <div className="min-w-0 text-xs">
        <p className="truncate font-mono">{schedule.cron}</p>
        <p className="truncate text-ink-faint">{schedule.time_zone}</p>
      </div>
      <div className="text-xs">
        {isOn && schedule.next_run_at !== null ? (
          <>
            <p>
              <span className="text-ink-faint">next </span>
              <TimeAgo at={schedule.next_run_at} />
            </p>
            <p suppressHydrationWarning className="text-ink-faint">
              {formatMoment(schedule.next_run_at)}
            </p>
          </>
        ) : (
          <p className="text-ink-faint">paused</p>
        )}
      </div>
      <div className="min-w-0 text-xs">
        {schedule.last_run_at === null ? (
          <span className="text-ink-faint">has not run yet</span>
        ) : (
          <LastRun jobId={schedule.last_job_id} at={schedule.last_run_at} />
        )}
        {schedule.last_problem !== null && (
          <p title={schedule.last_problem} className="truncate text-attention">
            {schedule.last_problem}
          </p>
        )}
      </div>
      <ScheduleControls schedule={schedule} onEdit={onEdit} onShowRuns={onShowRuns} />
    </li>
  );
}

function LastRun({ jobId, at }: { jobId: string | null; at: string }) {
  const words = (
    <>
      ran <TimeAgo at={at} />
    </>
  );
  if (jobId === null) return words;
  return (
    <Link prefetch={false} href={`/jobs/${jobId}`} className="hover:underline">
      {words}
    </Link>
  );
}

type ControlsProps = Pick<ScheduleRowProps, "schedule" | "onEdit" | "onShowRuns">;

function ScheduleControls({ schedule, onEdit, onShowRuns }: ControlsProps) {
  const router = useRouter();
  const supabase = useSupabase();
  const queryClient = useQueryClient();
  const enable = useMutation(enableScheduleMutation(supabase, queryClient));
  const run = useMutation(runScheduleMutation(supabase, queryClient));
  const remove = useMutation(removeScheduleMutation(supabase, queryClient));
  const [isRemoving, setIsRemoving] = useState(false);
  const mayChange = maySteer(useAccount(), schedule);
  const refused = (what: string) => (error: Error) =>
    toast.error(`“${schedule.name}” was not ${what}`, { description: refusalOf(error).message });

  function handleRun(): void {
    run.mutate(schedule.id, {
      onSuccess: ({ id }) =>
        toast(`“${schedule.name}” is started`, {
          action: { label: "Watch", onClick: () => router.push(`/jobs/${id}`) },
        }),
      onError: refused("started"),
    });
  }

  function handleRemove(): void {
    remove.mutate(schedule.id, {
      onSuccess: () => toast(`“${schedule.name}” is deleted`),
      onError: refused("deleted"),
      onSettled: () => setIsRemoving(false),
    });
  }

  return (
    <div className="flex items-center gap-1 lg:justify-end">
      {mayChange && (
        <>
          <Toggle
            label={`${schedule.name} is enabled`}
            isOn={schedule.is_enabled}
            isDisabled={enable.isPending}
            onChange={(isEnabled) =>
              enable.mutate({ scheduleId: schedule.id, isEnabled }, { onError: refused("changed") })
            }
            className="mr-2"
          />
          <Button isBusy={run.isPending} onClick={handleRun} aria-label={`Run now: ${schedule.name}`}>
            Run now
          </Button>
        </>
      )}
      <Menu
        align="end"
        trigger={
          <IconButton label={`More on ${schedule.name}`}>
            <Ellipsis aria-hidden="true" className="size-4" />
          </IconButton>
        }
      >
        <MenuItem onSelect={onShowRuns}>History</MenuItem>
        {mayChange && (
          <>
            <MenuItem onSelect={onEdit}>Edit</MenuItem>
            <MenuSeparator />
            <MenuItem isDangerous onSelect={() => setIsRemoving(true)}>
              Delete
            </MenuItem>
          </>
        )}
      </Menu>
      <Confirm
        isOpen={isRemoving}
        onClose={() => setIsRemoving(false)}
        title={`Delete the schedule “${schedule.name}”?`}
        description="Its history goes with it; the jobs that it submitted stay. This cannot be undone."
        verb="Delete the schedule"
        onConfirm={handleRemove}
        isBusy={remove.isPending}
      />
    </div>
  );
}
