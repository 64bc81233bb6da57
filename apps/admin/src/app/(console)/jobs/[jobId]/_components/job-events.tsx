"use client";

import { Skeleton } from "@spool/ui/notice";
import { StatusMark } from "@spool/ui/status-mark";
import { useQuery } from "@tanstack/react-query";
import { eventsQuery, type EventRow } from "../../../../../data/job-activity/activity-queries.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { keyNamesQuery } from "../../../../../data/people/key-names-query.ts";
import { peopleQuery, personName } from "../../../../../data/people/people-query.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { formatClock, formatMoment } from "../../../../../time/format-duration.ts";
import { QueryError } from "../../../_components/query-error.tsx";
import { causeWords } from "./cause-words.ts";

/** Every move of the job, and every change of its place in line: when, why, and who did it. */
export function JobEvents({ job }: { job: Job }) {
  const supabase = useSupabase();
  const { data: events, error, refetch } = useQuery(eventsQuery(supabase, job.id));
  const { data: people } = useQuery(peopleQuery(supabase));
  const { data: keys } = useQuery(
    keyNamesQuery(supabase, events?.some(({ actor_kind }) => actor_kind === "api_key") ?? false),
  );
  if (events === undefined) {
    return (
      <div className="p-4">
        {error === null ? (
          <Skeleton className="h-24 w-full" />
        ) : (
          <QueryError what="The events" error={error} onRetry={refetch} />
        )}
      </div>
    );
  }
  return (
    <ol className="divide-y">
      {events.map((event) => (
        <li key={event.id} className="flex flex-wrap items-center gap-x-5 gap-y-1 px-4 py-2.5">
          <time
            dateTime={event.occurred_at}
            title={formatMoment(event.occurred_at)}
            suppressHydrationWarning
            className="font-mono text-xs text-ink-faint"
          >
            {formatClock(event.occurred_at)}
          </time>
          <StatusMark status={event.to_status} className="w-28" />
          <span className="min-w-0 text-ink-soft">{causeWords(event, job.job_type)}</span>
          <span className="ml-auto text-xs text-ink-faint">{actorWords(event, people, keys)}</span>
        </li>
      ))}
    </ol>
  );
}

type People = Parameters<typeof personName>[0];

function actorWords(
  event: EventRow,
  people: People,
  keys: Readonly<Record<string, string>> | undefined,
): string {
  switch (event.actor_kind) {
    case "user":
      return (event.actor_id !== null && personName(people, event.actor_id)) || "somebody";
    case "api_key":
      return (event.actor_id !== null && keys?.[event.actor_id]) || "an API key";
    case "service":
      return "a program with the secret key";
    case "worker":
      return "the platform";
    case "schedule":
      return "a schedule";
  }
}
