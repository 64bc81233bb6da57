"use client";

import { Button } from "@spool/ui/button";
import { Confirm } from "@spool/ui/confirm";
import { Select, TextInput } from "@spool/ui/field";
import { Skeleton } from "@spool/ui/notice";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { administersProject } from "../../../../data/account/may-operate.ts";
import {
  changeMembersMutation,
  membersQuery,
  PROJECT_ROLES,
  type ProjectRole,
} from "../../../../data/members/members-query.ts";
import { peopleQuery, personName } from "../../../../data/people/people-query.ts";
import type { Project } from "../../../../data/projects/projects-query.ts";
import { refusalOf } from "../../../../data/refusal.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { TimeAgo } from "../../../../time/time-ago.tsx";
import { QueryError } from "../../_components/query-error.tsx";
import { RefusalLine } from "../../_components/refusal-line.tsx";

const MEANING: Record<ProjectRole, string> = {
  viewer: "looks",
  operator: "submits and steers jobs",
  admin: "also manages members, keys and limits",
};

export function MembersTab({ project }: { project: Project }) {
  const { data: members, error, refetch } = useQuery(membersQuery(useSupabase(), project.id));
  const mayManage = administersProject(useAccount(), project.id);
  return (
    <div className="max-w-4xl">
      {mayManage && <AddMember project={project} />}
      {members === undefined ? (
        error === null ? (
          <Skeleton className="h-48 w-full" />
        ) : (
          <QueryError what="The members" error={error} onRetry={refetch} />
        )
      ) : (
        <ul className="divide-y rounded-lg border bg-surface">
          {members.map(({ user_id, role, created_at }) => (
            <MemberRow
              key={user_id}
              project={project}
              userId={user_id}
              role={role}
              since={created_at}
              mayManage={mayManage}
            />
          ))}
        </ul>
      )}
      <p className="mt-3 text-xs text-ink-faint">
        {PROJECT_ROLES.map((role) => `${role}: ${MEANING[role]}`).join(" · ")}
      </p>
    </div>
  );
}

interface MemberRowProps {
  project: Project;
  userId: string;
  role: ProjectRole;
  since: string;
  mayManage: boolean;
}

function MemberRow({ project, userId, role, since, mayManage }: MemberRowProps) {
  const supabase = useSupabase();
  const account = useAccount();
  const { data: people } = useQuery(peopleQuery(supabase));
  const change = useMutation(changeMembersMutation(supabase, useQueryClient()));
  const [isRemoving, setIsRemoving] = useState(false);
  const person = people?.find(({ user_id }) => user_id === userId);
  const name = personName(people, userId) ?? userId.slice(0, 8);
  const isMe = userId === account.user_id;

  function handleRole(next: string): void {
    const chosen = PROJECT_ROLES.find((candidate) => candidate === next);
    if (chosen === undefined) return;
    change.mutate(
      { kind: "role", projectId: project.id, userId, role: chosen },
      {
        onSuccess: () => toast(`${name} is ${chosen} now`),
        onError: (error) => toast.error(`${name} stays ${role}`, { description: refusalOf(error).message }),
      },
    );
  }

  function handleRemove(): void {
    change.mutate(
      { kind: "remove", projectId: project.id, userId },
      {
        onSuccess: () => toast(`${name} is out of ${project.name}`),
        onError: (error) => toast.error(`${name} was not removed`, { description: refusalOf(error).message }),
        onSettled: () => setIsRemoving(false),
      },
    );
  }

  return (
    <li className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-1.5">
      <div className="min-w-0 flex-1 basis-48">
        <p className="truncate">
          {name}
          {isMe && <span className="text-ink-faint"> · you</span>}
        </p>
        {person?.display_name != null && <p className="truncate text-xs text-ink-faint">{person.email}</p>}
      </div>
      <span className="w-32 text-right text-xs text-ink-faint max-sm:hidden">
        since <TimeAgo at={since} />
      </span>
      {mayManage ? (
        <Select
          aria-label={`Role of ${name}`}
          value={role}
          disabled={change.isPending}
          onChange={(event) => handleRole(event.target.value)}
          className="h-8 w-28"
        >
          {PROJECT_ROLES.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </Select>
      ) : (
        <span className="w-28 text-ink-soft">{role}</span>
      )}
      {mayManage || isMe ? (
        <Button
          variant="ghost"
          className="w-20"
          aria-label={isMe ? `Leave ${project.name}` : `Remove ${name}`}
          onClick={() => setIsRemoving(true)}
        >
          {isMe ? "Leave" : "Remove"}
        </Button>
      ) : (
        <span className="w-20 max-sm:hidden" />
      )}
      <Confirm
        isOpen={isRemoving}
        onClose={() => setIsRemoving(false)}
        title={isMe ? `Leave ${project.name}?` : `Remove ${name} from ${project.name}?`}
        description={`${isMe ? "You see" : "They see"} its jobs no more. Jobs that ${isMe ? "you" : "they"} submitted stay.`}
        verb={isMe ? "Leave the project" : `Remove ${name}`}
        onConfirm={handleRemove}
        isBusy={change.isPending}
      />
    </li>
  );
}

function AddMember({ project }: { project: Project }) {
  const add = useMutation(changeMembersMutation(useSupabase(), useQueryClient()));
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<ProjectRole>("viewer");

  function handleSubmit(event: React.SyntheticEvent): void {
    event.preventDefault();
    add.mutate(
      { kind: "add", projectId: project.id, email, role },
      {
        onSuccess: () => {
          toast(`${email} is ${role} of ${project.name}`);
          setEmail("");
        },
      },
    );
  }

  return (
    <form onSubmit={handleSubmit} aria-label="Add a member" className="mb-4">
      <div className="flex flex-wrap gap-2">
        <TextInput
          type="email"
          required
          aria-label="Email"
          placeholder="Email of somebody who has an account"
          value={email}
          onChange={(event) => setEmail(event.target.value)}
          className="min-w-56 flex-1"
        />
        <Select
          aria-label="Role"
          value={role}
          onChange={(event) =>
            setRole(PROJECT_ROLES.find((option) => option === event.target.value) ?? "viewer")
          }
          className="w-32"
        >
          {PROJECT_ROLES.map((option) => (
            <option key={option} value={option}>
              {option}
            </option>
          ))}
        </Select>
        <Button type="submit" className="h-9" isBusy={add.isPending}>
          Add
        </Button>
      </div>
      <div className="mt-1.5 empty:hidden">
        <RefusalLine error={add.error} />
      </div>
    </form>
  );
}
