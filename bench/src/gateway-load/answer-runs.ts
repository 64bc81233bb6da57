import { loadTargetSchema, type LoadResult, type LoadTarget, type Operation } from "./load.ts";

/** One request or transaction at a time, on a connection of its own. Throws when the answer is not what it must be. */
export type Connection = (operation: Operation) => Promise<void>;

/** The child's side of a load: connects, then works through what it is told to run. */
export async function answerRuns(connect: (target: LoadTarget) => Promise<Connection>): Promise<void> {
  const target = loadTargetSchema.parse(JSON.parse(process.argv[2] ?? ""));
  const connections = await Promise.all(Array.from({ length: target.connections }, () => connect(target)));
  process.on("message", ({ operation, seconds }: { operation: Operation; seconds: number }) => {
    void run(connections, operation, seconds).then((result) => process.send?.(result));
  });
  process.on("disconnect", () => process.exit());
  process.send?.("connected");
}

async function run(
  connections: readonly Connection[],
  operation: Operation,
  seconds: number,
): Promise<LoadResult> {
  const latenciesMs: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  await Promise.all(
    connections.map(async (once) => {
      for (let from = performance.now(); from < until;) {
        await once(operation);
        const now = performance.now();
        latenciesMs.push(now - from);
        from = now;
      }
    }),
  );
  return { elapsedSeconds: (performance.now() - startedAt) / 1_000, latenciesMs };
}

/** The same bodies and ids for every load. */
export const randomId = (rows: number): number => 1 + Math.floor(Math.random() * rows);
export const newNote = (): string =>
  JSON.stringify({ title: `Note ${Math.random()}`, body: { text: "x".repeat(100) } });
