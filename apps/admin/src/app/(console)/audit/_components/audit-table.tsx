"use client";

import { Button } from "@spool/ui/button";
import { EmptyState, Skeleton } from "@spool/ui/notice";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { auditQuery, type AuditEntry } from "../../../../data/audit/audit-query.ts";
import { peopleQuery, personName } from "../../../../data/people/people-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { formatMoment } from "../../../../time/format-duration.ts";
import { TimeAgo } from "../../../../time/time-ago.tsx";
import { QueryError } from "../../_components/query-error.tsx";
import { useAuditFilter } from "./audit-filter.ts";
import { actionWords, detailParts, subjectHref } from "./audit-words.ts";

const REFRESH_MS = 10_000;

export function AuditTable() {
  const [filter] = useAuditFilter();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...auditQuery(useSupabase(), filter),
    // The log is not broadcast. Who has paged on reads in peace.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 1) > 1 ? false : REFRESH_MS),
  });
  if (data === undefined) {
    if (error !== null) return <QueryError what="The log" error={error} onRetry={refetch} />;
    return <Skeleton className="h-96 w-full" />;
  }
  const entries = data.pages.flat();
  if (entries.length === 0) {
    return (
      <div className="rounded-lg border bg-surface">
        <EmptyState>Nothing in the log matches.</EmptyState>
      </div>
    );
  }
  return (
    <div className="overflow-hidden rounded-lg border bg-surface">
      <table className="w-full table-fixed max-md:block">
        <thead className="text-left text-2xs text-ink-faint max-md:sr-only">
          <tr className="h-8">
            <th scope="col" className="w-36 px-4 font-normal">
              When
            </th>
            <th scope="col" className="w-48 px-2 font-normal">
              Who
            </th>
            <th scope="col" className="w-52 px-2 font-normal">
              What
            </th>
            <th scope="col" className="w-44 px-2 font-normal">
              Of
            </th>
            <th scope="col" className="px-2 font-normal">
              Detail
            </th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {entries.map((entry) => (
            <EntryRow key={entry.id} entry={entry} />
          ))}
        </tbody>
      </table>
      {hasNextPage && (
        <div className="border-t p-2 text-center">
          <Button variant="ghost" isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Older entries
          </Button>
        </div>
      )}
    </div>
  );
}

const CELL =
  "px-2 py-2 align-baseline max-md:inline-block max-md:max-w-full max-md:px-0 max-md:py-0.5 max-md:pr-3 max-md:align-bottom";

function EntryRow({ entry }: { entry: AuditEntry }) {
  return (
    <tr className="border-t max-md:block max-md:px-4 max-md:py-2">
      <td className={`${CELL} text-xs text-ink-soft md:pl-4`} title={formatMoment(entry.occurred_at)}>
        <TimeAgo at={entry.occurred_at} />
      </td>
      <td className={`${CELL} truncate`}>
        <Actor entry={entry} />
      </td>
      <td className={`${CELL} font-medium`}>{actionWords(entry.action)}</td>
      <td className={`${CELL} truncate`}>
        <Subject entry={entry} />
      </td>
      <td className={`${CELL} text-xs text-ink-soft max-md:block md:pr-4`}>
        <Detail entry={entry} />
      </td>
    </tr>
  );
}

function Actor({ entry }: { entry: AuditEntry }) {
  const { data: people } = useQuery(peopleQuery(useSupabase()));
  const { actor_kind: kind, actor_id: id } = entry;
  if (kind === "service") return <span className="text-ink-soft">the secret key</span>;
  if (id === null) return <span className="text-ink-soft">{kind.replaceAll("_", " ")}</span>;
  if (kind !== "user") {
    return (
      <span className="text-ink-soft" title={id}>
        {kind === "api_key" ? "API key" : kind} {id.slice(0, 8)}
      </span>
    );
  }
  return <span title={id}>{personName(people, id) ?? `somebody (${id.slice(0, 8)})`}</span>;
}

function Subject({ entry }: { entry: AuditEntry }) {
  const { data: people } = useQuery(peopleQuery(useSupabase()));
  const { subject_kind: kind, subject_id: id } = entry;
  if (id === null || kind === "settings") return <span className="text-ink-faint">–</span>;
  const isPerson = kind === "member" || kind === "profile";
  const name =
    (isPerson ? personName(people, id) : null) ?? (/^[0-9a-f-]{36}$/.test(id) ? id.slice(0, 8) : id);
  const href = subjectHref(entry);
  if (href === null) return <span title={id}>{name}</span>;
  return (
    <Link prefetch={false} href={href} title={id} className="hover:underline">
      {name}
    </Link>
  );
}

function Detail({ entry }: { entry: AuditEntry }) {
  const parts = detailParts(entry.detail);
  if (parts.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-0.5">
      {parts.map(({ name, from, to }) => (
        <li key={name} className="max-w-full break-words">
          <span className="text-ink-faint">{name} </span>
          {from !== undefined && <span className="text-ink-faint">{from} → </span>}
          <span className="text-ink">{to}</span>
        </li>
      ))}
    </ul>
  );
}
