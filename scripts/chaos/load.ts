import { setTimeout as delay } from "node:timers/promises";
import type { Random } from "./random.ts";

const BETWEEN_JOBS_MS = [80, 350] as const;
const BETWEEN_CONTROLS_MS = [150, 700] as const;
/** Operators look at the newest jobs. */
const LOOKED_AT = 10;
const ANSWER_TIMEOUT_MS = 15_000;

/** The queue's own way to say that there is no such function: not an operator's mistake, but ours. */
const NO_SUCH_FUNCTION = "PGRST202";

export interface Load {
  /** Ids that the API answered for with 201. */
  readonly acceptedIds: readonly string[];
  /** Calls that reached nobody, or an error of the server's own, as is to be expected of a day like this. */
  readonly unanswered: number;
  /** How often each control was obeyed or refused for a reason. */
  readonly controls: Readonly<Record<string, { obeyed: number; refused: number }>>;
  /** Controls that the database does not know. */
  readonly unknownControls: readonly string[];
  /** Submits and steers nothing more. */
  stop(): Promise<void>;
}

interface Api {
  apiUrl: string;
  secretKey: string;
}

/** People who submit jobs, and operators who press buttons at the same time. */
export function startLoad(api: Api, random: Random): Load {
  const acceptedIds: string[] = [];
  const controls: Record<string, { obeyed: number; refused: number }> = {};
  const unknownControls: string[] = [];
  let unanswered = 0;
  const stopping = new AbortController();

  const submit = async () => {
    const answer = await post(api, "jobs", newJob(random));
    if (answer?.status === 201) acceptedIds.push(idOf(answer.body));
    else if (answer === null || answer.status >= 500) unanswered += 1;
    else throw new Error(`A job was refused with ${answer.status}: ${JSON.stringify(answer.body)}`);
  };
  const steer = async () => {
    const jobId = random.pickAny(acceptedIds.slice(-LOOKED_AT));
    if (jobId === undefined) return;
    const [name, values] = newControl(random, jobId, random.pickAny(acceptedIds.slice(-LOOKED_AT)) ?? jobId);
    const answer = await post(api, `rpc/${name}`, values);
    if (answer === null || answer.status >= 500) {
      unanswered += 1;
      return;
    }
    const count = (controls[name] ??= { obeyed: 0, refused: 0 });
    count[answer.status < 300 ? "obeyed" : "refused"] += 1;
    if (codeOf(answer.body) === NO_SUCH_FUNCTION) unknownControls.push(name);
  };
  const repeat = async (task: () => Promise<void>, [least, most]: readonly [number, number]) => {
    while (!stopping.signal.aborted) {
      await task();
      await delay(random.between(least, most), undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const running = Promise.all([repeat(submit, BETWEEN_JOBS_MS), repeat(steer, BETWEEN_CONTROLS_MS)]);
  running.catch(() => stopping.abort()); // seen by whoever stops

  return {
    acceptedIds,
    controls,
    unknownControls,
    get unanswered() {
      return unanswered;
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

function newJob(random: Random): object {
  const [job_type, payload] = random.pick<[string, object]>([
    ["doubt", { question: "Does this survive?" }],
    ["topic_short", { topic: "Things that break" }],
    ["daily_ca", { points: ["One", "Two"] }],
  ]);
  return {
    job_type,
    payload,
    priority: random.pick(["high", "medium", "low"]),
    ...(random.percent(30) && { queue: random.pick(["live", "default", "batch"]) }),
    ...(random.percent(10) && { run_at: new Date(Date.now() + random.between(500, 4_000)).toISOString() }),
  };
}

function newControl(random: Random, jobId: string, otherId: string): [name: string, values: object] {
  return random.pick<[string, object]>([
    ["cancel_job", { job_id: jobId }],
    ["pause_job", { job_id: jobId }],
    ["pause_job", { job_id: jobId }],
    ["resume_job", { job_id: jobId }],
    ["resume_job", { job_id: jobId }],
    ["retry_job", { job_id: jobId }],
    ["reprioritise_job", { job_id: jobId, priority: random.pick(["high", "medium", "low"]) }],
    ["reorder_job", { job_id: jobId, before: otherId }],
    ["move_job_to_queue", { job_id: jobId, queue: random.pick(["live", "default", "batch"]) }],
    [
      "pause_queue",
      { name: random.pick(["live", "default", "batch"]), until: inSeconds(random.between(1, 5)) },
    ],
    ["resume_queue", { name: random.pick(["live", "default", "batch"]) }],
  ]);
}

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1_000).toISOString();

/** Null when nobody answered. */
export async function post(
  { apiUrl, secretKey }: Api,
  route: string,
  values: object,
): Promise<{ status: number; body: unknown } | null> {
  try {
    const response = await fetch(`${apiUrl}/rest/v1/${route}`, {
      method: "POST",
      headers: {
        apikey: secretKey,
        authorization: `Bearer ${secretKey}`,
        "content-type": "application/json",
        prefer: "return=representation",
      },
      body: JSON.stringify(values),
      signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : (JSON.parse(text) as unknown) };
  } catch {
    return null;
  }
}

function idOf(body: unknown): string {
  // PostgREST answers an insert with the rows.
  const [row] = body as { id: string }[];
  if (!row) throw new Error("A job was accepted without its row");
  return row.id;
}

const codeOf = (body: unknown): unknown =>
  typeof body === "object" && body !== null && "code" in body ? body.code : undefined;
