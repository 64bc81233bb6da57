"use client";

import { Button } from "@spool/ui/button";
import { describedBy, Field, TextInput } from "@spool/ui/field";
import { Meter } from "@spool/ui/meter";
import { Skeleton } from "@spool/ui/notice";
import { Panel } from "@spool/ui/panel";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { administersInstance, administersProject } from "../../../../data/account/may-operate.ts";
import {
  projectLimitsQuery,
  setProjectLimitsMutation,
  type ProjectLimits,
} from "../../../../data/projects/project-limits-query.ts";
import type { Project } from "../../../../data/projects/projects-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { QueryError } from "../../_components/query-error.tsx";
import { RefusalLine } from "../../_components/refusal-line.tsx";
import { gigabyteWords, limitsOf, typedLimits } from "./limit-words.ts";

/** What a project may use, who says so, and what it uses. */
export function LimitsTab({ project }: { project: Project }) {
  const account = useAccount();
  const { data, error, refetch } = useQuery(projectLimitsQuery(useSupabase(), project.id));
  if (data === undefined) {
    if (error !== null) return <QueryError what="The limits" error={error} onRetry={refetch} />;
    return <Skeleton className="h-48 w-full max-w-4xl" />;
  }
  const { limits, used } = data;
  const isOfInstance = administersInstance(account);
  const own = isOfInstance ? data.set_by_instance : data.set_by_project;
  return (
    <div className="grid max-w-4xl items-start gap-4 md:grid-cols-2">
      <Panel title="What holds, and what is used">
        <dl className="flex flex-col gap-4 px-4 py-4">
          <Usage
            what="Jobs in the last hour"
            used={used.jobs_last_hour.toLocaleString("en")}
            limit={limits.jobs_per_hour?.toLocaleString("en")}
            ratio={limits.jobs_per_hour ? used.jobs_last_hour / limits.jobs_per_hour : null}
          />
          <Usage
            what="Stored"
            used={gigabyteWords(used.bytes_stored)}
            limit={limits.bytes_stored === null ? undefined : gigabyteWords(limits.bytes_stored)}
            ratio={limits.bytes_stored ? used.bytes_stored / limits.bytes_stored : null}
          />
          <div className="flex justify-between gap-4">
            <dt className="text-ink-soft">Jobs a minute from each person or key</dt>
            <dd className="tabular-nums">{limits.submissions_per_minute ?? "no limit"}</dd>
          </div>
        </dl>
      </Panel>
      {administersProject(account, project.id) && (
        <LimitsForm key={JSON.stringify(own)} project={project} own={own} isOfInstance={isOfInstance} />
      )}
    </div>
  );
}

interface UsageProps {
  what: string;
  used: string;
  limit: string | undefined;
  ratio: number | null;
}

function Usage({ what, used, limit, ratio }: UsageProps) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4">
      <dt className="text-ink-soft">{what}</dt>
      <dd className="tabular-nums">
        {used} <span className="text-ink-faint">{limit === undefined ? "no limit" : `of ${limit}`}</span>
      </dd>
      {ratio !== null && (
        <dd className="col-span-2">
          <Meter ratio={ratio} label={what} className="mt-1.5 h-1" />
        </dd>
      )}
    </div>
  );
}

const FIELDS = [
  { name: "jobs_per_hour", label: "Jobs an hour", help: "In any 60 minutes." },
  { name: "submissions_per_minute", label: "Jobs a minute from each", help: "Person or API key." },
  { name: "bytes_stored", label: "Stored, in GB", help: "Finished files of its jobs." },
] as const satisfies readonly { name: keyof ProjectLimits; label: string; help: string }[];

interface LimitsFormProps {
  project: Project;
  own: ProjectLimits | null;
  isOfInstance: boolean;
}

function LimitsForm({ project, own, isOfInstance }: LimitsFormProps) {
  const save = useMutation(setProjectLimitsMutation(useSupabase(), useQueryClient()));
  const [typed, setTyped] = useState(() => typedLimits(own));

  function handleSubmit(event: React.SyntheticEvent): void {
    event.preventDefault();
    save.mutate(
      { projectId: project.id, limits: limitsOf(typed) },
      { onSuccess: () => toast(`The limits of ${project.name} are changed`) },
    );
  }

  return (
    <Panel title={isOfInstance ? "Set by the instance" : "Set by the project"}>
      <form onSubmit={handleSubmit} className="flex flex-col gap-4 p-4">
        {FIELDS.map(({ name, label, help }) => (
          <Field key={name} controlId={name} label={label} help={help}>
            <TextInput
              id={name}
              type="number"
              min={0}
              step={name === "bytes_stored" ? "any" : 1}
              placeholder="no limit"
              value={typed[name]}
              onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
              className="tabular-nums"
              {...describedBy(name, help, undefined)}
            />
          </Field>
        ))}
        <p className="text-xs text-ink-faint">
          The project and the instance each set their own, and the lower holds.
        </p>
        <RefusalLine error={save.error} />
        <Button type="submit" variant="primary" isBusy={save.isPending} className="self-end">
          Save the limits
        </Button>
      </form>
    </Panel>
  );
}
