"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { toast } from "sonner";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { submitJobMutation } from "../../../../../data/jobs/submit-job-mutation.ts";
import { refusalOf } from "../../../../../data/refusal.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";

/** Submits the same work once more, to run now. Its unique key stays with the first: two jobs cannot share one. */
export function useDuplicate(job: Job): () => void {
  const router = useRouter();
  const submit = useMutation(submitJobMutation(useSupabase()));
  return () =>
    submit.mutate(
      {
        project_id: job.project_id,
        job_type: job.job_type,
        queue: job.queue,
        priority: job.priority,
        payload: job.payload,
        requirements: job.requirements,
      },
      {
        onSuccess: (jobId) =>
          toast("Duplicated", {
            description: job.title,
            action: { label: "Open", onClick: () => router.push(`/jobs/${jobId}`) },
          }),
        onError: (error) =>
          toast.error("The job could not be duplicated", { description: refusalOf(error).message }),
      },
    );
}
