import { mutationOptions, type QueryClient } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";
import { nodesKeys, type Node } from "./nodes-query.ts";

type NodeOrder =
  | { kind: "drain"; nodeId: string; reason: string }
  | { kind: "resume"; nodeId: string }
  /** Null: the figure of the instance. */
  | { kind: "reserve"; nodeId: string; slots: number | null };

/** For operators of the instance. The answer is the node's row. */
export const steerNodeMutation = (supabase: Supabase, queryClient: QueryClient) =>
  mutationOptions({
    mutationFn: async (order: NodeOrder) => {
      switch (order.kind) {
        case "drain": {
          const reason = order.reason.trim();
          const { data } = await supabase
            .rpc("drain_node", { node_id: order.nodeId, ...(reason === "" ? {} : { reason }) })
            .throwOnError();
          return data;
        }
        case "resume": {
          const { data } = await supabase.rpc("resume_node", { node_id: order.nodeId }).throwOnError();
          return data;
        }
        case "reserve": {
          const { data } = await supabase
            .rpc("reserve_live_slots", {
              node_id: order.nodeId,
              // The generator writes arguments as never null; this function takes null.
              slots: order.slots as number,
            })
            .throwOnError();
          return data;
        }
      }
    },
    onSuccess: (node) => {
      queryClient.setQueryData<Node[]>(nodesKeys.all, (held) =>
        held?.map((row) => (row.id === node.id && node.revision > row.revision ? node : row)),
      );
    },
  });
