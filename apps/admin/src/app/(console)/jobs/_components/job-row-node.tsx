"use client";

import { useQuery } from "@tanstack/react-query";
import { createContext, useContext, useMemo } from "react";
import { nodesQuery } from "../../../../data/nodes/nodes-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";

const NodeNames = createContext<ReadonlyMap<string, string>>(new Map());

/** Tells every row what its node is called. Asked once for all of them; nodes that only report their load change nothing here. */
export function NodeNamesProvider({ children }: { children: React.ReactNode }) {
  const { data: names = "[]" } = useQuery({ ...nodesQuery(useSupabase()), select: namesOf });
  const byId = useMemo(() => new Map(JSON.parse(names) as [string, string][]), [names]); // written by namesOf
  return <NodeNames value={byId}>{children}</NodeNames>;
}

/** As text, which is the same as long as the names are. */
const namesOf = (nodes: readonly { id: string; name: string }[]): string =>
  JSON.stringify(nodes.map(({ id, name }) => [id, name]));

export function JobRowNode({ nodeId }: { nodeId: string | null }) {
  const names = useContext(NodeNames);
  const name = nodeId === null ? undefined : names.get(nodeId);
  return name === undefined ? null : <span title={name}>{name}</span>;
}
