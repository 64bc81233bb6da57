import { z } from "zod";
import type { Queryable } from "./database.ts";
import { toJsonb } from "./jsonb.ts";

const nodeStatusSchema = z.enum(["available", "busy", "draining", "offline"]);
export type NodeStatus = z.infer<typeof nodeStatusSchema>;

export interface NodeInfo {
  hostname: string;
  slots: number;
  cpu_cores: number;
  memory_total_mb: number;
  memory_free_mb: number;
  gpus: object[];
  encoders: string[];
  renderers: string[];
  version: string;
}

/** Enters this process as a node and returns its id. A node of the same name is taken over. */
export async function registerNode(connection: Queryable, name: string, info: NodeInfo): Promise<string> {
  const { rows } = await connection.query("select private.register_node($1, $2) as id", [
    name,
    toJsonb(info),
  ]);
  return z.uuid().parse(rows[0]?.["id"]);
}

/** Says that the node lives, and how busy it is. Null when there is no such node any more. `cpuLoad` is the 1-minute load average. */
export async function heartbeatNode(
  connection: Queryable,
  nodeId: string,
  load: { busySlots: number; cpuLoad: number; memoryFreeMb: number },
): Promise<NodeStatus | null> {
  const { rows } = await connection.query("select private.heartbeat_node($1, $2, $3, $4) as status", [
    nodeId,
    load.busySlots,
    load.cpuLoad,
    load.memoryFreeMb,
  ]);
  return nodeStatusSchema.nullable().parse(rows[0]?.["status"] ?? null);
}

export async function retireNode(connection: Queryable, nodeId: string): Promise<void> {
  await connection.query("select private.retire_node($1)", [nodeId]);
}
