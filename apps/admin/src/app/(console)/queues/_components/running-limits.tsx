"use client";

import { Button } from "@spool/ui/button";
import { TextInput } from "@spool/ui/field";
import { Skeleton } from "@spool/ui/notice";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { mayOperateInstance } from "../../../../data/account/may-operate.ts";
import { allRunningJobsQuery } from "../../../../data/jobs/glance-queries.ts";
import {
  limitRunningJobsMutation,
  projectsQuery,
  type Project,
} from "../../../../data/projects/projects-query.ts";
import { refusalOf } from "../../../../data/refusal.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";

/** How many jobs of each project run, and how many may at once. */
export function RunningLimits() {
  const supabase = useSupabase();
  const { data: projects } = useQuery(projectsQuery(supabase));
  const { data: running } = useQuery(allRunningJobsQuery(supabase));
  const mayChange = mayOperateInstance(useAccount());
  if (projects === undefined) return <Skeleton className="m-4 h-28" />;
  return (
    <table className="mt-1 w-full self-start border-t lg:border-t-0">
      <thead className="text-2xs text-ink-faint">
        <tr className="h-8">
          <th scope="col" className="px-4 text-left font-normal">
            Project
          </th>
          <th scope="col" className="px-2 text-right font-normal">
            running
          </th>
          <th scope="col" className="px-4 text-right font-normal">
            at most
          </th>
        </tr>
      </thead>
      <tbody>
        {projects.map((project) => (
          <tr key={project.id} className="h-9 border-t">
            <th scope="row" className="max-w-48 truncate px-4 text-left font-normal">
              {project.name}
            </th>
            <td className="px-2 text-right text-ink-soft tabular-nums">
              {running?.filter(({ project_id }) => project_id === project.id).length ?? ""}
            </td>
            <td className="px-4 text-right tabular-nums">
              <Limit project={project} mayChange={mayChange} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Limit({ project, mayChange }: { project: Project; mayChange: boolean }) {
  const [isEditing, setIsEditing] = useState(false);
  const words = project.max_running_jobs === null ? "no limit" : String(project.max_running_jobs);
  if (!mayChange) return <span className="text-ink-soft">{words}</span>;
  if (isEditing) return <LimitForm project={project} onDone={() => setIsEditing(false)} />;
  return (
    <Button
      variant="ghost"
      className="-mr-2 h-7 px-2"
      aria-label={`Limit of ${project.name}: ${words}. Change`}
      onClick={() => setIsEditing(true)}
    >
      {words}
    </Button>
  );
}

function LimitForm({ project, onDone }: { project: Project; onDone: () => void }) {
  const limit = useMutation(limitRunningJobsMutation(useSupabase(), useQueryClient()));
  const [typed, setTyped] = useState(String(project.max_running_jobs ?? ""));

  function handleSubmit(event: React.SyntheticEvent): void {
    event.preventDefault();
    limit.mutate(
      { projectId: project.id, maxRunningJobs: typed.trim() === "" ? null : Number(typed) },
      {
        onSuccess: onDone,
        onError: (error) => toast.error("The limit was refused", { description: refusalOf(error).message }),
      },
    );
  }

  return (
    <form onSubmit={handleSubmit} className="flex justify-end gap-1">
      <TextInput
        autoFocus
        type="number"
        step="1"
        value={typed}
        placeholder="no limit"
        aria-label={`Most running jobs of ${project.name}; empty for no limit`}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => event.key === "Escape" && onDone()}
        className="h-7 w-24 px-2 text-right"
      />
      <Button type="submit" className="h-7 px-2" isBusy={limit.isPending}>
        Set
      </Button>
    </form>
  );
}
