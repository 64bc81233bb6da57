import type { Logger } from "pino";
import type { Database } from "../adapters/database.ts";
import type { Delivery } from "../adapters/delivery.ts";
import {
  heartbeatNode,
  registerNode,
  retireNode,
  type NodeFacts,
  type NodeStatus,
} from "../adapters/nodes.ts";
import { checkInterface } from "../adapters/worker-interface.ts";
import { repeat } from "../claim/repeat.ts";
import { machine } from "./machine.ts";

const BEAT_INTERVAL_MS = 5_000;
/** How long a change of the number of running jobs waits for others to be told together. */
const GATHER_MS = 300;

/** This process as the others see it: a row in `nodes`, and a queue of its own. */
export interface Node {
  readonly id: string;
  readonly queue: string;
  readonly status: NodeStatus;
  /** Something changed that others are to know: the number of running jobs, or what the node can do. */
  beatSoon: () => void;
  /** Leaves: the row goes offline and the queue away. Rejects when the database does not hear of it. */
  retire(): Promise<void>;
}

/** Registers the node and keeps its row alive. A row that was taken away meanwhile is made again. */
export async function enterNode(
  settings: { name: string; slots: number; version: string; site: string | null },
  deps: { database: Database; delivery: Delivery; facts(): NodeFacts; busySlots(): number; log: Logger },
): Promise<Node> {
  const register = async () => {
    await checkInterface(deps.database);
    const facts = deps.facts();
    const id = await registerNode(deps.database, settings.name, {
      hostname: machine.hostname(),
      slots: settings.slots,
      cpu_cores: machine.cpuCores(),
      memory_total_mb: machine.memoryTotalMb(),
      memory_free_mb: machine.memoryFreeMb(),
      version: settings.version,
      ...(settings.site !== null && { site: settings.site }),
      ...facts,
    });
    const queue = await deps.delivery.openQueue(id);
    return { id, queue, status: "available" as NodeStatus, told: JSON.stringify(facts) };
  };
  let entered = await register();

  const beat = async () => {
    const load = {
      busySlots: deps.busySlots(),
      cpuLoad: machine.cpuLoad(),
      memoryFreeMb: machine.memoryFreeMb(),
    };
    const facts = deps.facts();
    const news = JSON.stringify(facts);
    const changed = news === entered.told ? {} : facts;
    const status = await heartbeatNode(deps.database, entered.id, load, changed);
    if (status !== null && status !== "offline") {
      entered.status = status;
      entered.told = news;
      return;
    }
    entered = await register();
    deps.log.warn({ nodeId: entered.id }, "The node was not known any more; registered again");
  };
  const beating = repeat(BEAT_INTERVAL_MS, beat, (error) =>
    deps.log.debug({ err: error }, "Could not say that the node lives"),
  );

  let soon: NodeJS.Timeout | undefined;

  return {
    get id() {
      return entered.id;
    },
    get queue() {
      return entered.queue;
    },
    get status() {
      return entered.status;
    },
    beatSoon() {
      soon ??= setTimeout(() => {
        soon = undefined;
        beating.hurry();
      }, GATHER_MS);
    },
    async retire() {
      clearTimeout(soon);
      await beating.stop();
      await retireNode(deps.database, entered.id);
      await deps.delivery.closeQueue(entered.queue);
    },
  };
}
