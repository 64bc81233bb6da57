"use client";

import { JOB_CATALOGUE, JOB_TYPE_NAMES, jobTypeSchema } from "@spool/contracts/job-catalogue";
import { PRIORITIES, QUEUES } from "@spool/contracts/job-states";
import { Button } from "@spool/ui/button";
import { Choice } from "@spool/ui/choice";
import { useMemo, useRef, useState } from "react";
import { Controller, FormProvider, useWatch } from "react-hook-form";
import type { Membership } from "../../../../../data/account/account-query.ts";
import { isSendKey } from "../../../../../lib/send-key.ts";
import { AdvancedFields } from "./advanced-fields.tsx";
import { payloadForm } from "./form-fields.ts";
import { toTyped } from "./form-payload.ts";
import { fieldOrder, fieldWords } from "./field-words.ts";
import { MaterialFields } from "./material-fields.tsx";
import type { NewJobValues } from "./new-job-values.ts";
import { PayloadField } from "./payload-field.tsx";
import { SubmitProblem } from "./submit-problem.tsx";
import { useNewJobForm } from "./use-new-job-form.ts";

interface NewJobFormProps {
  projects: readonly Membership[];
  fromJobId: string | null;
  initial: NewJobValues;
  /** The form begins with what was typed before and not submitted. */
  isDraft: boolean;
  onStartAfresh: () => void;
}

export function NewJobForm({ projects, fromJobId, initial, isDraft, onStartAfresh }: NewJobFormProps) {
  const element = useRef<HTMLFormElement>(null);
  const [startValues] = useState(initial);
  const { form, failure, submit, isBusy } = useNewJobForm(startValues, fromJobId);
  const type = useWatch({ control: form.control, name: "type" });
  const { fields, oneOf } = useMemo(() => payloadForm(type), [type]);
  const look = fields
    .filter(({ place }) => place === "look")
    .toSorted((one, other) => fieldOrder(one.name) - fieldOrder(other.name));

  function fillWithExample(): void {
    for (const [name, value] of Object.entries(toTyped(JOB_CATALOGUE[type].example)))
      form.setValue(`typed.${name}`, value);
    form.clearErrors();
  }

  return (
    <FormProvider {...form}>
      <form
        ref={element}
        noValidate
        aria-label="New job"
        onSubmit={(event) => void submit(event)}
        onKeyDown={(event) => {
          if (isSendKey(event)) element.current?.requestSubmit();
        }}
        className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_24rem]"
      >
        <div className="flex min-w-0 flex-col gap-5 rounded-lg border bg-surface p-4 sm:p-5">
          {isDraft && (
            <p
              role="status"
              className="flex flex-wrap items-center gap-x-3 rounded-md border bg-canvas px-3 py-1.5 text-ink-soft"
            >
              This is what you typed here before and did not submit.
              <Button variant="ghost" className="-mr-2 ml-auto h-7 px-2" onClick={onStartAfresh}>
                Start afresh
              </Button>
            </p>
          )}
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
            {oneOf.length > 0 &&
              ` Say what it is about in at least one of: ${oneOf.map(labelInText).join(", ")}.`}
          </p>
          <MaterialFields fields={fields} oneOf={oneOf} />
        </div>

        <div className="flex min-w-0 flex-col gap-5 rounded-lg border bg-surface p-4 sm:p-5 lg:sticky lg:top-20 lg:max-h-[calc(100dvh-9.5rem)] lg:overflow-y-auto">
          {look.map((field) => (
            <PayloadField key={field.name} field={field} />
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
          <AdvancedFields fields={fields.filter(({ place }) => place === "advanced")} />
          <div className="flex flex-col gap-3 bg-surface lg:sticky lg:-bottom-5 lg:-mx-5 lg:-mb-5 lg:border-t lg:px-5 lg:py-4">
            <SubmitProblem
              failure={failure}
              message={form.formState.errors.root?.message}
              fromJobId={fromJobId}
            />
            <Button type="submit" variant="primary" isBusy={isBusy} className="h-9">
              {isBusy ? "Submitting …" : "Submit job"}
              <kbd aria-hidden="true" className="font-sans text-xs opacity-70">
                ⌘↵
              </kbd>
            </Button>
          </div>
        </div>
      </form>
    </FormProvider>
  );
}

const labelInText = (name: string): string => fieldWords(name).label.toLowerCase();
