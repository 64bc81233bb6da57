import { setTimeout as delay } from "node:timers/promises";
import type { Random } from "./random.ts";
import { startWorkerNode, type WorkerNode } from "./worker-node.ts";

const SLOTS = 2;

/** Worker processes, some of which are dead or frozen at any moment. */
export interface Fleet {
  /** Kills one that lives, and starts another in its place after so long. False when none is left to kill. */
  killOne(pauseMs: number): Promise<boolean>;
  /** Freezes one that lives, and thaws it after so long. False when none is left to freeze. */
  freezeOne(pauseMs: number): Promise<boolean>;
  /** Asks one that lives to stop, as a deployment does, and starts another in its place. */
  replaceOne(): Promise<boolean>;
  /** Processes that ended without having been told to, in words. */
  ownDeaths: readonly string[];
  stop(): Promise<void>;
}

export async function startFleet(
  size: number,
  options: { databaseUrl: string; orchestratorUrl: string; logDir: string; random: Random },
): Promise<Fleet> {
  const { random } = options;
  const living = new Set<WorkerNode>();
  const frozen = new Set<WorkerNode>();
  const ownDeaths: string[] = [];
  let count = 0;
  let isStopping = false;

  const startOne = async () => {
    count += 1;
    const node = await startWorkerNode(`node-${count}`, { ...options, slots: SLOTS });
    living.add(node);
    void node.exited.then((how) => {
      if (living.delete(node) || frozen.delete(node)) ownDeaths.push(`${node.name} ${how}: ${node.logFile}`);
    });
  };
  /** One that is not hurt already, taken out of the living. */
  const takeOne = () => {
    const node = random.pickAny([...living]);
    if (node) living.delete(node);
    return node;
  };
  while (living.size < size) await startOne();

  return {
    ownDeaths,
    async killOne(pauseMs) {
      const node = takeOne();
      if (!node) return false;
      node.kill("SIGKILL");
      await node.exited;
      await delay(pauseMs);
      await startOne();
      return true;
    },
    async freezeOne(pauseMs) {
      const node = takeOne();
      if (!node) return false;
      frozen.add(node);
      node.kill("SIGSTOP");
      await delay(pauseMs);
      node.kill("SIGCONT");
      frozen.delete(node);
      living.add(node);
      return true;
    },
    async replaceOne() {
      const node = takeOne();
      if (!node) return false;
      await Promise.all([node.stop(), startOne()]);
      return true;
    },
    async stop() {
      if (isStopping) return;
      isStopping = true;
      const nodes = [...living, ...frozen];
      living.clear();
      frozen.clear();
      for (const node of nodes) node.kill("SIGCONT");
      await Promise.all(nodes.map((node) => node.stop()));
    },
  };
}
