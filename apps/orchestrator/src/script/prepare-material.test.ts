import { afterEach, expect, test } from "vitest";
import { stopError } from "../renders/render-failure.ts";
import { refused, startChatStandIn, streamed } from "../test-support/chat-stand-in.ts";
import { prepareMaterial } from "./prepare-material.ts";

const SENTENCES = Array.from(
  { length: 12 },
  (_, index) => `Sentence ${index + 1} says something about the river.`,
);
const SCRIPT = JSON.stringify({
  title: "The river",
  scenes: [
    { content: { kind: "title", title: "The river" }, narration: ["This is the river."] },
    { content: { kind: "bullets", items: ["It rises.", "It ends."] }, narration: SENTENCES },
  ],
});
const LIMITS = { totalTimeoutMs: 2_000, idleTimeoutMs: 300, retryDelayMs: 1 };
const ORDER = { jobType: "doubt", style: "concise", lengthSeconds: 60 } as const;
type Answer = Parameters<ReturnType<typeof refused>>[0];
const html = (response: Answer) => void response.end("<html>");
const silent = () => undefined;
const stopping = (response: Answer) => void response.writeHead(200).write("data: {");
const breaking = (response: Answer) => void response.destroy();
const never = new AbortController().signal;
let stop: (() => Promise<void>) | undefined;
afterEach(() => stop?.());

const BARE = { question: "What of the river?" };
const TOLD = { ...BARE, text: "It rises in the hills." };

const requestOf = (input: Record<string, unknown>) =>
  ({
    job_id: crypto.randomUUID(),
    job_type: "doubt",
    input,
    style: "concise",
    length: 60,
    voice: "default",
  }) as const;

async function prepare(
  behaviours: Parameters<typeof startChatStandIn>[0],
  input: Record<string, unknown> = TOLD,
  { script_fallback, signal = never }: { script_fallback?: boolean; signal?: AbortSignal } = {},
) {
  const server = await startChatStandIn(behaviours);
  stop = () => server.close();
  const service = {
    name: "The script service",
    url: server.url,
    key: "secret-key",
    model: "test-model",
    promptPriceUsd: 1,
    completionPriceUsd: 2,
    limits: LIMITS,
  };
  const logged: string[] = [];
  const request = { ...requestOf(input), script_fallback };
  const material = prepareMaterial(request, ORDER, service, signal, (_level, message) =>
    logged.push(message),
  );
  return { material, logged, calls: server.calls };
}

test("a model's script is read from the stream, and its tokens and cost are logged", async () => {
  const { material, logged, calls } = await prepare([streamed(SCRIPT)]);

  expect((await material).script?.title).toBe("The river");
  expect(logged).toEqual(["The script service (test-model) used 900 + 300 tokens, 0.00150 USD."]);
  expect(calls[0]).toMatchObject({
    authorization: "Bearer secret-key",
    body: { model: "test-model", stream: true },
  });
});

test("a script that breaks the schema is sent back once with what is wrong, and the corrected one is taken", async () => {
  const { material, calls } = await prepare([
    streamed('Here you are: {"title":"x"}'),
    streamed(`\`\`\`json\n${SCRIPT}\n\`\`\``),
  ]);

  expect((await material).script?.title).toBe("The river");
  expect(JSON.stringify(calls[1]?.body)).toContain("scenes");
  expect(calls).toHaveLength(2);
});

test("a server that is busy is asked again after the time that it names", async () => {
  const { material, calls } = await prepare([
    refused(429, { "retry-after": "0.01" }),
    refused(503),
    streamed(SCRIPT),
  ]);

  expect((await material).script).not.toBeNull();
  expect(calls).toHaveLength(3);
});

test("a server that knows no schemas is asked by the prompt alone", async () => {
  const { material, calls } = await prepare([refused(400), streamed(SCRIPT)]);

  expect((await material).script).not.toBeNull();
  expect(calls[1]?.body).not.toHaveProperty("response_format");
});

const FAILURES = [
  ["rubbish twice", [streamed("I will not.")], "API_ERROR"],
  ["HTML", [html], "API_ERROR"],
  ["over quota", [refused(429, { "retry-after": "0.01" })], "API_ERROR"],
  ["a wrong key", [refused(401)], "UNKNOWN"],
  ["silence", [silent], "TIMEOUT"],
  ["a stream that stops", [stopping], "TIMEOUT"],
  ["a connection that breaks", [breaking], "TIMEOUT"],
] as const;

test.each(FAILURES)(
  "%s: the built-in writer tells what the payload carries, and a bare question fails by its category",
  async (_what, behaviours, category) => {
    const told = await prepare(behaviours);
    const material = await told.material;
    await stop?.();

    const bare = await prepare(behaviours, BARE);
    const failure = await bare.material.catch((error: unknown) => error);

    expect(material.script).toBeNull();
    expect(material.notices.join(" ")).toMatch(/built-in writer .* The script service/);
    expect(told.logged.join(" ")).toContain("built-in writer");
    expect(failure).toMatchObject({
      category,
      message: expect.stringMatching(/^The script service .* add a text/) as string,
    });
    expect(JSON.stringify([failure, told.logged, material.notices])).not.toContain("secret-key");
  },
);

test.each(FAILURES)(
  "%s: a job that forbids another writer fails by its category, with what to change",
  async (_what, behaviours, category) => {
    const { material, logged } = await prepare(behaviours, TOLD, { script_fallback: false });

    await expect(material).rejects.toMatchObject({
      category,
      message: expect.stringMatching(/^The script service .*script_fallback is false.* allow the built-in writer/) as string, // prettier-ignore
    });
    expect(logged.join(" ")).not.toContain("built-in writer");
  },
);

test("a job that allows the built-in writer has it for a bare question as well, and the log says so", async () => {
  const { material, logged } = await prepare([refused(401)], BARE, { script_fallback: true });

  expect(await material).toMatchObject({ script: null, units: [] });
  expect(logged).toEqual([expect.stringMatching(/built-in writer .* answered 401/)]);
});

test("work that is stopped while the service is asked blames nobody, whatever it was stopped for", async () => {
  const stopper = new AbortController();
  const { material, logged, calls } = await prepare([silent], TOLD, { signal: stopper.signal });
  await expect.poll(() => calls.length).toBe(1);

  stopper.abort(stopError("stopping"));

  await expect(material).rejects.toThrow(/^The orchestrator is shutting down\.$/);
  expect(logged).toEqual([]);
});

test("how long a service wants to be left alone is told with the failure of a job that waits for it", async () => {
  const { material } = await prepare([refused(429, { "retry-after": "40" })], TOLD, {
    script_fallback: false,
  });

  await expect(material).rejects.toMatchObject({ category: "API_ERROR", retryAfterSeconds: 40 });
});

test("a server that is not there is TIMEOUT for a bare question, and replaced where there is a text to tell", async () => {
  const gone = await startChatStandIn([]);
  await gone.close();
  const access = { name: "The script service", url: gone.url, key: null, model: "m", limits: LIMITS };
  const service = { ...access, promptPriceUsd: 0, completionPriceUsd: 0 };
  const logged: string[] = [];
  const write = (input: Record<string, unknown>) =>
    prepareMaterial(requestOf(input), ORDER, service, never, (_level, message) => logged.push(message));

  await expect(write({ question: "What of the river?" })).rejects.toMatchObject({ category: "TIMEOUT" });
  const material = await write({ question: "What of the river?", text: "It rises in the hills." });

  expect(material.script).toBeNull();
  expect(logged).toEqual([expect.stringMatching(/built-in writer .* cannot be reached/)]);
});
