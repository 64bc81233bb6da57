import { z } from "zod";
import type { Queryable } from "./database.ts";
import { toJsonb } from "./jsonb.ts";

const nodeStatusSchema = z.enum(["available", "busy", "draining", "offline"]);
export type NodeStatus = z.infer<typeof nodeStatusSchema>;

/** What may change while the node lives. */
export interface NodeFacts {
  gpus: object[];
  encoders: string[];
  ffmpeg_version: string | null;
  renderers: string[];
  cached_project_ids: string[];
}

export interface NodeInfo extends NodeFacts {
  hostname: string;
  slots: number;
  cpu_cores: number;
  memory_total_mb: number;
  memory_free_mb: number;
  version: string;
  /** Slug. Left out, the node stays at the site that it was given before. */
  site?: string;
}

/** Enters this process as a node and returns its id. A node of the same name is taken over. Refused (PT400) for a site that there is not. */
export async function registerNode(connection: Queryable, name: string, info: NodeInfo): Promise<string> {
  const { rows } = await connection.query("select private.register_node($1, $2) as id", [
    name,
    toJsonb(info),
  ]);
  return z.uuid().parse(rows[0]?.["id"]);
}

/** Says that the node lives, and how busy it is. Null when there is no such node any more. `cpuLoad` is the 1-minute load average, `changed` what others do not know yet. */
export async function heartbeatNode(
  connection: Queryable,
  nodeId: string,
  load: { busySlots: number; cpuLoad: number; memoryFreeMb: number },
  changed: Partial<NodeFacts>,
): Promise<NodeStatus | null> {
  const { rows } = await connection.query("select private.heartbeat_node($1, $2, $3, $4, $5) as status", [
    nodeId,
    load.busySlots,
    load.cpuLoad,
    load.memoryFreeMb,
    toJsonb(changed),
  ]);
  return nodeStatusSchema.nullable().parse(rows[0]?.["status"] ?? null);
}

export async function retireNode(connection: Queryable, nodeId: string): Promise<void> {
  await connection.query("select private.retire_node($1)", [nodeId]);
}
