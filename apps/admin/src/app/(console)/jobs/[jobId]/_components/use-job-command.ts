"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { commandJobMutation, type JobOrder } from "../../../../../data/jobs/command-job-mutation.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { refusalOf } from "../../../../../data/refusal.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { doneWords, refusedWords, undoOf } from "./command-words.ts";

interface Options {
  /** What takes the order back, where the job alone does not tell. */
  undo?: JobOrder | null;
}

/** Gives orders to one job, and says what came of each: done with a way back where there is one, or refused with a way out. */
export function useJobCommand(job: Job): {
  give: (order: JobOrder, options?: Options) => void;
  isPending: boolean;
} {
  const router = useRouter();
  const command = useMutation(commandJobMutation(useSupabase(), useQueryClient()));

  function give(order: JobOrder, { undo = undoOf(order, job) }: Options = {}): void {
    // Not by callbacks of mutate: they are lost with the component, and a removed job takes it along.
    command.mutateAsync({ jobId: job.id, order }).then(
      () => {
        // Taking back has no way back of its own: it would only lead round in circles.
        const takeBack = undo && (() => give(undo, { undo: null }));
        toast(doneWords(order, job.job_type), {
          description: job.title,
          ...(takeBack !== null && { action: { label: "Undo", onClick: takeBack } }),
        });
        if (order.command === "remove") router.push("/jobs");
      },
      (error: unknown) => {
        const { message, isUnreachable, otherJobId } = refusalOf(error);
        const wayOut = isUnreachable
          ? { label: "Try again", onClick: () => give(order, { undo }) }
          : otherJobId === null
            ? null
            : { label: "Open that job", onClick: () => router.push(`/jobs/${otherJobId}`) };
        toast.error(refusedWords[order.command], {
          description: message,
          ...(wayOut !== null && { action: wayOut }),
        });
      },
    );
  }

  return { give, isPending: command.isPending };
}
