"use client";

import { useQuery } from "@tanstack/react-query";
import { nodesQuery } from "../../../../data/nodes/nodes-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";

export function JobRowNode({ nodeId }: { nodeId: string | null }) {
  const { data: nodes } = useQuery(nodesQuery(useSupabase()));
  const name = nodes?.find(({ id }) => id === nodeId)?.name;
  return name === undefined ? null : <span title={name}>{name}</span>;
}
