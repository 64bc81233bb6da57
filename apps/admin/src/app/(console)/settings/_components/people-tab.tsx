"use client";

import { Select } from "@spool/ui/field";
import { Skeleton } from "@spool/ui/notice";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { INSTANCE_ROLES, setInstanceRoleMutation } from "../../../../data/members/members-query.ts";
import { peopleQuery, type Person } from "../../../../data/people/people-query.ts";
import { refusalOf } from "../../../../data/refusal.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { QueryError } from "../../_components/query-error.tsx";

/** Everybody who has an account, and what they may do to the instance. */
export function PeopleTab() {
  const { data: people, error, refetch } = useQuery(peopleQuery(useSupabase()));
  if (people === undefined) {
    if (error !== null) return <QueryError what="The people" error={error} onRetry={refetch} />;
    return <Skeleton className="h-48 w-full" />;
  }
  return (
    <div className="max-w-4xl">
      <ul className="divide-y rounded-lg border bg-surface">
        {people.map((person) => (
          <PersonRow key={person.user_id} person={person} />
        ))}
      </ul>
      <p className="mt-3 text-xs text-ink-faint">
        operator: steers queues, nodes, tasks and sites · admin: also manages projects, roles and retention
      </p>
    </div>
  );
}

function PersonRow({ person }: { person: Person }) {
  const setRole = useMutation(setInstanceRoleMutation(useSupabase(), useQueryClient()));
  const name = person.display_name ?? person.email ?? person.user_id;

  function handleRole(next: string): void {
    const role = INSTANCE_ROLES.find((candidate) => candidate === next);
    if (role === undefined) return;
    setRole.mutate(
      { userId: person.user_id, role },
      {
        onSuccess: () => toast(`${name}: ${role === "none" ? "no role" : role} on the instance`),
        onError: (error) =>
          toast.error(`${name} stays ${person.instance_role}`, { description: refusalOf(error).message }),
      },
    );
  }

  return (
    <li className="flex min-h-12 items-center gap-4 px-4 py-1.5">
      <div className="min-w-0 flex-1">
        <p className="truncate">{name}</p>
        {person.display_name !== null && <p className="truncate text-xs text-ink-faint">{person.email}</p>}
      </div>
      <Select
        aria-label={`Instance role of ${name}`}
        value={person.instance_role}
        disabled={setRole.isPending}
        onChange={(event) => handleRole(event.target.value)}
        className="h-8 w-32"
      >
        {INSTANCE_ROLES.map((role) => (
          <option key={role} value={role}>
            {role}
          </option>
        ))}
      </Select>
    </li>
  );
}
