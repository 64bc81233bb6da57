"use client";

import { Button } from "@spool/ui/button";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Ban, Pause, Play, RotateCcw, type LucideIcon } from "lucide-react";
import { toast } from "sonner";
import { apiMessage } from "../../../../../data/api-message.ts";
import { useAccount } from "../../../../../data/account/account-context.tsx";
import { mayOperate } from "../../../../../data/account/may-operate.ts";
import { commandJobMutation } from "../../../../../data/jobs/command-job-mutation.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import {
  allowedCommands,
  transitionsQuery,
  type JobCommand,
} from "../../../../../data/jobs/transitions-query.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";

interface CommandWords {
  label: string;
  done: string;
  Icon: LucideIcon;
  /** The command that takes this one back. */
  undo: JobCommand | null;
}

const WORDS: Record<JobCommand, CommandWords> = {
  pause: { label: "Pause", done: "Paused", Icon: Pause, undo: "resume" },
  resume: { label: "Resume", done: "Resumed", Icon: Play, undo: null },
  cancel: { label: "Cancel", done: "Cancelled", Icon: Ban, undo: "retry" },
  retry: { label: "Retry", done: "Queued again", Icon: RotateCcw, undo: null },
};

/** The commands that the job's state allows and its reader may give. Viewers see none. */
export function JobControls({ job }: { job: Job }) {
  const supabase = useSupabase();
  const account = useAccount();
  const { data: transitions } = useQuery(transitionsQuery(supabase));
  const command = useMutation(commandJobMutation(supabase, useQueryClient()));
  if (transitions === undefined || !mayOperate(account, job.project_id)) return null;

  function give(name: JobCommand): void {
    command.mutate(
      { jobId: job.id, command: name },
      {
        onSuccess: () => announce(name),
        onError: (error) =>
          toast.error(`${WORDS[name].label} was refused`, { description: apiMessage(error) }),
      },
    );
  }

  function announce(name: JobCommand): void {
    const { done, undo } = WORDS[name];
    toast(done, {
      description: job.title,
      ...(undo === null ? {} : { action: { label: WORDS[undo].label, onClick: () => give(undo) } }),
    });
  }

  return (
    <div role="group" aria-label="Controls" className="flex gap-2">
      {allowedCommands(transitions, job).map((name) => {
        const { label, Icon } = WORDS[name];
        return (
          <Button key={name} disabled={command.isPending} onClick={() => give(name)}>
            <Icon aria-hidden="true" className="size-3.5" />
            {label}
          </Button>
        );
      })}
    </div>
  );
}
