"use client";

import { useQuery } from "@tanstack/react-query";
import type { Node } from "../../../../data/nodes/nodes-query.ts";
import { peopleQuery, personName } from "../../../../data/people/people-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { TimeAgo } from "../../../../time/time-ago.tsx";

/** Who drained a node, when and why. */
export function DrainWords({ node }: { node: Node }) {
  const { data: people } = useQuery(peopleQuery(useSupabase()));
  if (node.drained_at === null) return null;
  const name = node.drained_by === null ? null : personName(people, node.drained_by);
  return (
    <>
      {node.drained_reason !== null && node.drained_reason !== "" && (
        <span className="font-medium">{node.drained_reason}. </span>
      )}
      <span className="text-ink-soft">
        Drained{name !== null && ` by ${name}`} <TimeAgo at={node.drained_at} />: it takes nothing new until
        somebody resumes it.
      </span>
    </>
  );
}
