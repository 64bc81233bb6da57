"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { useForm, type Resolver } from "react-hook-form";
import { refusalOf } from "../../../../../data/refusal.ts";
import { submitJobMutation } from "../../../../../data/jobs/submit-job-mutation.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { dropDraft, keepDraft } from "./draft.ts";
import { formProblems, refusalProblems } from "./form-problems.ts";
import type { NewJobValues } from "./new-job-values.ts";
import { toNewJob } from "./to-new-job.ts";

/** Why the last submit came to nothing, where no field is to blame. */
export type SubmitFailure = "signed-out" | "unreachable" | null;

/** Makes sense of what was typed as the database will; the fields of other types are left as they are. */
const checkValues: Resolver<NewJobValues> = (values) => {
  const problems = [...formProblems(values)];
  if (problems.length === 0) return { values, errors: {} };
  const errors = {};
  for (const [path, message] of problems) setAt(errors, path.split("."), { type: "database", message });
  return { values: {}, errors };
};

/** The form of a new job: checked as the database will, kept as a draft, and submitted. */
export function useNewJobForm(defaultValues: NewJobValues, fromJobId: string | null) {
  const router = useRouter();
  const supabase = useSupabase();
  const submit = useMutation(submitJobMutation(supabase));
  const [failure, setFailure] = useState<SubmitFailure>(null);
  const form = useForm<NewJobValues>({
    resolver: checkValues,
    mode: "onTouched",
    reValidateMode: "onChange",
    defaultValues,
  });

  useEffect(
    () =>
      form.subscribe({ formState: { values: true }, callback: ({ values }) => keepDraft(fromJobId, values) }),
    [form, fromJobId],
  );

  async function handleSubmit(values: NewJobValues): Promise<void> {
    setFailure(null);
    try {
      const jobId = await submit.mutateAsync(toNewJob(values));
      dropDraft(fromJobId);
      router.push(`/jobs/${jobId}`);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal.isUnreachable) setFailure("unreachable");
      else if (refusal.isSignedOut) setFailure("signed-out");
      for (const [path, message] of refusalProblems(values, refusal.message))
        form.setError(path, { type: "refused", message });
    }
  }

  return {
    form,
    failure,
    submit: form.handleSubmit(handleSubmit),
    isBusy: form.formState.isSubmitting || submit.isSuccess,
  };
}

function setAt(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [head, ...rest] = path;
  if (head === undefined) return;
  if (rest.length === 0) {
    target[head] = value;
    return;
  }
  const inner = (target[head] ??= {}) as Record<string, unknown>; // made here
  setAt(inner, rest, value);
}
