"use client";

import { Button } from "@spool/ui/button";
import { Select, TextInput } from "@spool/ui/field";
import { useQuery } from "@tanstack/react-query";
import { peopleQuery } from "../../../../data/people/people-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { SUBJECT_KINDS, useAuditFilter } from "./audit-filter.ts";

export function AuditFilterBar() {
  const [filter, setFilter] = useAuditFilter();
  const { data: people } = useQuery(peopleQuery(useSupabase()));
  const isFiltered = Object.values(filter).some((value) => value !== "");
  const isKnownActor =
    filter.actor === "" ||
    filter.actor === "service" ||
    people?.some(({ user_id }) => user_id === filter.actor) === true;
  return (
    <div role="search" aria-label="Filter the log" className="flex flex-wrap items-center gap-2">
      <Select
        aria-label="About"
        value={filter.kind}
        onChange={(event) => void setFilter({ kind: event.target.value })}
        className="h-8 max-sm:flex-1 max-sm:basis-36 sm:w-40"
      >
        <option value="">about anything</option>
        {Object.entries(SUBJECT_KINDS).map(([kind, words]) => (
          <option key={kind} value={kind}>
            {words}
          </option>
        ))}
      </Select>
      <Select
        aria-label="By"
        value={filter.actor}
        onChange={(event) => void setFilter({ actor: event.target.value })}
        className="h-8 max-sm:flex-1 max-sm:basis-36 sm:w-44"
      >
        <option value="">by anybody</option>
        <option value="service">the secret key</option>
        {!isKnownActor && <option value={filter.actor}>{filter.actor.slice(0, 8)}</option>}
        {people?.map(({ user_id, display_name, email }) => (
          <option key={user_id} value={user_id}>
            {display_name ?? email}
          </option>
        ))}
      </Select>
      <TextInput
        aria-label="Action"
        placeholder="action, like pause"
        value={filter.action}
        onChange={(event) => void setFilter({ action: event.target.value })}
        className="h-8 max-sm:flex-1 max-sm:basis-36 sm:w-44"
      />
      <TextInput
        aria-label="Id of what it is about"
        placeholder="id or name"
        value={filter.subject}
        onChange={(event) => void setFilter({ subject: event.target.value.trim() })}
        className="h-8 max-sm:flex-1 max-sm:basis-36 sm:w-44"
      />
      <label className="flex items-center gap-2 text-xs text-ink-soft">
        from
        <TextInput
          type="date"
          value={filter.from}
          onChange={(event) => void setFilter({ from: event.target.value })}
          className="h-8 w-36"
        />
      </label>
      <label className="flex items-center gap-2 text-xs text-ink-soft">
        to
        <TextInput
          type="date"
          value={filter.to}
          onChange={(event) => void setFilter({ to: event.target.value })}
          className="h-8 w-36"
        />
      </label>
      {isFiltered && (
        <Button variant="ghost" onClick={() => void setFilter(null)}>
          Show all
        </Button>
      )}
    </div>
  );
}
