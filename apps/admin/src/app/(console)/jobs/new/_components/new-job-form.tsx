"use client";

import { JOB_CATALOGUE, JOB_TYPE_NAMES, jobTypeSchema } from "@spool/contracts/job-catalogue";
import { PRIORITIES, QUEUES } from "@spool/contracts/job-states";
import { Button } from "@spool/ui/button";
import { Choice } from "@spool/ui/choice";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo, useRef } from "react";
import { Controller, FormProvider, useForm, useWatch, type Resolver } from "react-hook-form";
import type { Membership } from "../../../../../data/account/account-query.ts";
import { apiMessage } from "../../../../../data/api-message.ts";
import { submitJobMutation } from "../../../../../data/jobs/submit-job-mutation.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { payloadForm } from "./form-fields.ts";
import { toPayload, toTyped } from "./form-payload.ts";
import type { NewJobValues } from "./new-job-values.ts";
import { PayloadField } from "./payload-field.tsx";
import { payloadProblems, problemsOfRefusal } from "./payload-problems.ts";

/** Makes sense of what was typed as the database will; the fields of other types are left as they are. */
const checkPayload: Resolver<NewJobValues> = (values) => {
  const problems = payloadProblems(values.type, toPayload(payloadForm(values.type).fields, values.typed));
  const typed = Object.fromEntries(
    Object.entries(problems).map(([field, message]) => [field, { type: "payload", message }]),
  );
  return Object.keys(typed).length === 0 ? { values, errors: {} } : { values: {}, errors: { typed } };
};

export function NewJobForm({ projects }: { projects: readonly Membership[] }) {
  const router = useRouter();
  const element = useRef<HTMLFormElement>(null);
  const submit = useMutation(submitJobMutation(useSupabase()));
  const form = useForm<NewJobValues>({
    resolver: checkPayload,
    reValidateMode: "onChange",
    defaultValues: {
      type: JOB_TYPE_NAMES[0],
      projectId: projects[0]?.project_id ?? "",
      queue: JOB_CATALOGUE[JOB_TYPE_NAMES[0]].defaultQueue,
      priority: "medium",
      typed: {},
    },
  });
  const type = useWatch({ control: form.control, name: "type" });
  const { fields, oneOf } = useMemo(() => payloadForm(type), [type]);
  const asked = fields.filter(({ control }) => control !== "choice");
  const chosen = fields.filter(({ control }) => control === "choice");

  async function handleSubmit(values: NewJobValues): Promise<void> {
    try {
      const jobId = await submit.mutateAsync({
        project_id: values.projectId,
        job_type: values.type,
        queue: values.queue,
        priority: values.priority,
        payload: toPayload(fields, values.typed),
      });
      router.push(`/jobs/${jobId}`);
    } catch (error) {
      for (const [field, message] of Object.entries(problemsOfRefusal(apiMessage(error)))) {
        form.setError(fields.some(({ name }) => name === field) ? `typed.${field}` : "root", { message });
      }
    }
  }

  function fillWithExample(): void {
    for (const [name, value] of Object.entries(toTyped(JOB_CATALOGUE[type].example)))
      form.setValue(`typed.${name}`, value);
    form.clearErrors();
  }

  const isBusy = form.formState.isSubmitting || (form.formState.isSubmitSuccessful && submit.isSuccess);
  return (
    <FormProvider {...form}>
      <form
        ref={element}
        noValidate
        aria-label="New job"
        onSubmit={(event) => void form.handleSubmit(handleSubmit)(event)}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) element.current?.requestSubmit();
        }}
        className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]"
      >
        <div className="flex flex-col gap-5 rounded-lg border bg-surface p-5">
          <div className="flex flex-wrap items-end justify-between gap-3">
            <Controller
              control={form.control}
              name="type"
              render={({ field }) => (
                <Choice
                  label="Type"
                  options={JOB_TYPE_NAMES.map((name) => ({ value: name, label: JOB_CATALOGUE[name].title }))}
                  value={field.value}
                  onChange={(value) => {
                    form.clearErrors();
                    field.onChange(jobTypeSchema.parse(value));
                  }}
                />
              )}
            />
            <Button variant="ghost" onClick={fillWithExample}>
              Fill with an example
            </Button>
          </div>
          <p className="-mt-2 text-ink-soft">
            {JOB_CATALOGUE[type].description}
            {oneOf.length > 0 && ` Say what it is about in at least one of: ${oneOf.join(", ")}.`}
          </p>
          {asked.map((field) => (
            <PayloadField key={field.name} field={field} isAlternative={oneOf.includes(field.name)} />
          ))}
        </div>

        <div className="flex flex-col gap-5 rounded-lg border bg-surface p-5 lg:sticky lg:top-20">
          {chosen.map((field) => (
            <PayloadField key={field.name} field={field} isAlternative={false} />
          ))}
          <hr />
          <Controller
            control={form.control}
            name="queue"
            render={({ field }) => (
              <Choice
                label="Queue"
                options={QUEUES.map((queue) => ({ value: queue, label: queue }))}
                value={field.value}
                onChange={field.onChange}
              />
            )}
          />
          <Controller
            control={form.control}
            name="priority"
            render={({ field }) => (
              <Choice
                label="Priority"
                options={PRIORITIES.map((priority) => ({ value: priority, label: priority }))}
                value={field.value}
                onChange={field.onChange}
              />
            )}
          />
          {projects.length > 1 && (
            <Controller
              control={form.control}
              name="projectId"
              render={({ field }) => (
                <Choice
                  label="Project"
                  options={projects.map(({ project_id, project_name }) => ({
                    value: project_id,
                    label: project_name,
                  }))}
                  value={field.value}
                  onChange={field.onChange}
                />
              )}
            />
          )}
          {form.formState.errors.root?.message !== undefined && (
            <p
              role="alert"
              className="rounded-md border border-failed/40 bg-failed-wash px-3 py-2 break-words text-failed"
            >
              {form.formState.errors.root.message}
            </p>
          )}
          <Button type="submit" variant="primary" isBusy={isBusy} className="h-9">
            {isBusy ? "Submitting …" : "Submit job"}
            <kbd aria-hidden="true" className="font-sans text-xs opacity-70">
              ⌘↵
            </kbd>
          </Button>
        </div>
      </form>
    </FormProvider>
  );
}
