"use client";

import { PRIORITIES, QUEUES } from "@spool/contracts/job-states";
import { Button } from "@spool/ui/button";
import { Choice } from "@spool/ui/choice";
import { Dialog } from "@spool/ui/dialog";
import { Field, Select, TextInput } from "@spool/ui/field";
import { Switch } from "@spool/ui/switch";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { toast } from "sonner";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { mayOperateInstance, operableProjects } from "../../../../data/account/may-operate.ts";
import { saveScheduleMutation, type ScheduleDraft } from "../../../../data/schedules/schedule-mutations.ts";
import type { MissedRuns, Schedule } from "../../../../data/schedules/schedules-query.ts";
import type { JobTypeRow } from "../../../../data/tasks/job-types-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { isSendKey } from "../../../../lib/send-key.ts";
import { RefusalLine } from "../../_components/refusal-line.tsx";
import { CronFields } from "./cron-fields.tsx";
import { draftOf, payloadOf } from "./payload-draft.ts";
import { PayloadEditor } from "./payload-editor.tsx";

const MISSED: readonly { value: MissedRuns; label: string }[] = [
  { value: "run_once", label: "Make up once" },
  { value: "run_all", label: "Make up each" },
  { value: "skip", label: "Leave out" },
];

interface ScheduleDialogProps {
  /** Null: a new one. */
  schedule: Schedule | null;
  types: readonly JobTypeRow[];
  onClose: () => void;
}

export function ScheduleDialog({ schedule, types, onClose }: ScheduleDialogProps) {
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={schedule === null ? "New schedule" : schedule.name}
      className="w-[min(38rem,94vw)]"
    >
      <ScheduleForm schedule={schedule} types={types} onDone={onClose} />
    </Dialog>
  );
}

function ScheduleForm({
  schedule,
  types,
  onDone,
}: Omit<ScheduleDialogProps, "onClose"> & { onDone: () => void }) {
  const account = useAccount();
  const projects = operableProjects(account);
  const offered = types.filter(({ kind }) =>
    kind === "system" ? mayOperateInstance(account) : projects.length > 0,
  );
  const element = useRef<HTMLFormElement>(null);
  const save = useMutation(saveScheduleMutation(useSupabase(), useQueryClient()));
  const [values, setValues] = useState(() => firstValues(schedule, offered, projects[0]?.project_id));
  const [payload, setPayload] = useState(() =>
    draftOf(schedule?.payload ?? offered.find(({ name }) => name === values.job_type)?.example ?? {}),
  );
  const [problem, setProblem] = useState<Error | null>(null);
  const type = types.find(({ name }) => name === values.job_type);
  const set = (change: Partial<typeof values>) => setValues((held) => ({ ...held, ...change }));

  function handleSubmit(event: React.SyntheticEvent): void {
    event.preventDefault();
    setProblem(null);
    if (type === undefined) return;
    try {
      const draft: ScheduleDraft = { ...values, payload: payloadOf(type, payload) };
      save.mutate(
        { scheduleId: schedule?.id ?? null, draft },
        {
          onSuccess: ({ name }) => {
            toast(schedule === null ? `“${name}” is scheduled` : `“${name}” is changed`);
            onDone();
          },
        },
      );
    } catch (error) {
      setProblem(error instanceof Error ? error : new Error(String(error)));
    }
  }

  return (
    <form
      ref={element}
      onSubmit={handleSubmit}
      onKeyDown={(event) => {
        if (isSendKey(event)) element.current?.requestSubmit();
      }}
      className="flex flex-col gap-4"
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field controlId="schedule-name" label="Name" isRequired>
          <TextInput
            id="schedule-name"
            required
            maxLength={120}
            value={values.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        </Field>
        <Field controlId="schedule-type" label="What it starts" isRequired>
          <Select
            id="schedule-type"
            value={values.job_type}
            onChange={(event) => {
              set({ job_type: event.target.value });
              setPayload(draftOf(types.find(({ name }) => name === event.target.value)?.example ?? {}));
            }}
          >
            {offered.map(({ name, title }) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      {type?.kind === "media" && projects.length > 1 && (
        <Field controlId="schedule-project" label="Project" isRequired>
          <Select
            id="schedule-project"
            value={values.project_id}
            onChange={(event) => set({ project_id: event.target.value })}
          >
            {projects.map(({ project_id, project_name }) => (
              <option key={project_id} value={project_id}>
                {project_name}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {type !== undefined && <PayloadEditor type={type} draft={payload} onChange={setPayload} />}
      <CronFields
        cron={values.cron}
        timeZone={values.time_zone}
        onChange={(cron, timeZone) => set({ cron, time_zone: timeZone })}
      />
      <Choice
        label="Runs that were missed while no worker was there"
        options={MISSED}
        value={values.missed_runs}
        onChange={(value) => set({ missed_runs: value as MissedRuns })} // one of the options above
      />
      <div className="flex flex-wrap gap-x-8 gap-y-4">
        <Choice
          label="Queue"
          options={[
            { value: "", label: "as usual" },
            ...QUEUES.map((queue) => ({ value: queue, label: queue })),
          ]}
          value={values.queue ?? ""}
          onChange={(value) => set({ queue: QUEUES.find((queue) => queue === value) ?? null })}
        />
        <Choice
          label="Priority"
          options={PRIORITIES.map((priority) => ({ value: priority, label: priority }))}
          value={values.priority}
          onChange={(value) =>
            set({ priority: PRIORITIES.find((priority) => priority === value) ?? values.priority })
          }
        />
      </div>
      <Switch
        label="Start although the job of the last run has not finished"
        isOn={values.may_overlap}
        onChange={(isOn) => set({ may_overlap: isOn })}
      />
      <RefusalLine error={problem ?? save.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={save.isPending}>
          {schedule === null ? "Create the schedule" : "Save the schedule"}
        </Button>
      </div>
    </form>
  );
}

type Values = Required<Omit<ScheduleDraft, "payload">>;

/** The project that system tasks run in, whoever starts them. */
const TASKS_PROJECT_ID = "00000000-0000-4000-8000-000000000001";

function firstValues(
  schedule: Schedule | null,
  offered: readonly JobTypeRow[],
  projectId = TASKS_PROJECT_ID,
): Values {
  if (schedule !== null) {
    const { name, project_id, job_type, queue, priority, cron, time_zone, missed_runs, may_overlap } =
      schedule;
    return { name, project_id, job_type, queue, priority, cron, time_zone, missed_runs, may_overlap };
  }
  return {
    name: "",
    project_id: projectId,
    job_type: offered[0]?.name ?? "",
    queue: null,
    priority: "medium",
    cron: "30 6 * * mon-fri",
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    missed_runs: "run_once",
    may_overlap: false,
  };
}
