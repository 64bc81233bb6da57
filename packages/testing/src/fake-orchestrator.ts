import type { RenderEvent, RenderRequest } from "@spool/contracts/render-api";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How the next renders are answered. Runs when the body of `POST /render` has been read. */
export type Answer = (response: ServerResponse, render: FakeRender) => void;

export interface FakeRender {
  request: RenderRequest;
  /** What stood before `/render` in the address: give each worker an address of its own, and know who asked. */
  base: string;
  /** Sends an event to everybody who follows the render, also to those who ask later. */
  tell(event: RenderEvent): void;
  /** Resolves when somebody follows its events. */
  followed: Promise<unknown>;
  /** Resolves when the worker dropped the connection. */
  dropped: Promise<unknown>;
}

export interface FakeOrchestrator {
  url: string;
  answer: Answer;
  renders: FakeRender[];
  /** `DELETE` requests, as path and query. */
  cancels: string[];
  /** Cuts the connection of everybody who follows events. */
  breakStreams(): void;
  close(): Promise<void>;
}

/** A real HTTP server that speaks the render API as well or as badly as a test wants. */
export async function startFakeOrchestrator(answer: Answer = succeed): Promise<FakeOrchestrator> {
  const eventsByAttempt = new Map<
    string,
    { sent: RenderEvent[]; followers: Set<ServerResponse>; followed: PromiseWithResolvers<undefined> }
  >();
  const fake = { answer, renders: [] as FakeRender[], cancels: [] as string[] };

  const startRender = async (request: IncomingMessage, response: ServerResponse, path: string) => {
    const chunks = (await request.toArray()) as Buffer[]; // no encoding was set
    // The worker under test sends what the contract says; whether it does is seen by the tests of `request`.
    const body = JSON.parse(Buffer.concat(chunks).toString()) as RenderRequest;
    const events = {
      sent: [] as RenderEvent[],
      followers: new Set<ServerResponse>(),
      followed: Promise.withResolvers<undefined>(),
    };
    eventsByAttempt.set(body.attempt_id ?? "", events);
    const render: FakeRender = {
      request: body,
      base: path.replace(/\/render$/, ""),
      followed: events.followed.promise,
      dropped: once(response, "close"),
      tell(event) {
        events.sent.push(event);
        for (const follower of events.followers) follower.write(toSse(event));
      },
    };
    fake.renders.push(render);
    fake.answer(response, render);
  };
  const follow = (attemptId: string, response: ServerResponse) => {
    const events = eventsByAttempt.get(attemptId);
    if (!events) return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.flushHeaders();
    for (const event of events.sent) response.write(toSse(event));
    events.followers.add(response);
    events.followed.resolve(undefined);
    response.on("close", () => events.followers.delete(response));
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://fake");
    const path = url.pathname;
    const isEvents = /\/render\/[^/]+\/events$/.test(path);
    if (request.method === "POST") return void startRender(request, response, path);
    if (request.method === "DELETE") {
      fake.cancels.push(path + url.search);
      return void response.writeHead(204).end();
    }
    if (path.endsWith("/capabilities")) sendJson(response, 200, { renderers: ["canvas"] });
    else if (isEvents) follow(url.searchParams.get("attempt_id") ?? "", response);
    else response.writeHead(404).end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on TCP has an AddressInfo.
  const { port } = server.address() as AddressInfo;

  return Object.assign(fake, {
    url: `http://127.0.0.1:${port}`,
    breakStreams() {
      for (const { followers } of eventsByAttempt.values())
        for (const follower of followers) follower.destroy();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  });
}

const toSse = (event: RenderEvent) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;

export const RESULT = {
  video_url: "https://example.test/video.mp4?token=t",
  thumbnail_url: "https://example.test/thumbnail.jpg?token=t",
  duration: 60.04,
  processing_time_ms: 1234,
};

const STAGES = ["script", "narrate", "render", "package"] as const;

/** Tells of every stage and answers as the contract says. */
export const succeed: Answer = (response, render) => {
  tellAll(render);
  sendResult(response, render);
};

/** All the events of a render that succeeds. */
export function tellAll(render: FakeRender): void {
  for (const stage of STAGES) {
    render.tell({ type: "stage_started", stage });
    render.tell({ type: "progress", stage, stage_ratio: 0.5 });
    render.tell({ type: "log", stage, level: "info", message: `Working on ${stage}` });
    render.tell({ type: "stage_completed", stage, checkpoint: { stage } });
  }
  render.tell({ type: "ended", outcome: "completed" });
}

export const sendResult: Answer = (response, render) => {
  const prefix = `${render.request.job_id}/${render.request.attempt_id ?? "0"}`;
  const files = [
    {
      kind: "video",
      bucket: "videos",
      path: `${prefix}/video.mp4`,
      content_type: "video/mp4",
      size_bytes: 1_000,
    },
    {
      kind: "thumbnail",
      bucket: "videos",
      path: `${prefix}/thumbnail.jpg`,
      content_type: "image/jpeg",
      size_bytes: 10,
    },
  ];
  sendJson(response, 200, {
    ...RESULT,
    files,
    width_px: 1080,
    height_px: 1920,
    notices: ["Two sentences were left out."],
  });
};

/** Begins to render and does not end by itself. */
export const hang: Answer = (_response, render) => {
  render.tell({ type: "stage_started", stage: "script" });
  render.tell({ type: "stage_completed", stage: "script" });
  render.tell({ type: "stage_started", stage: "narrate" });
  render.tell({ type: "progress", stage: "narrate", stage_ratio: 0.25 });
};

export const refuse =
  (status: number, headers: Record<string, string> = {}): Answer =>
  (response) =>
    sendJson(response, status, { error: "refused", message: `Refused with ${status}.`, status }, headers);

export const sendHtml =
  (status: number): Answer =>
  (response) =>
    response.writeHead(status, { "content-type": "text/html" }).end("<!doctype html><h1>Welcome</h1>");

/** Sends the head and a part of the body, then cuts the connection. */
export const dieHalfWay: Answer = (response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "500" });
  response.write('{"video_url": "https://exam', () => response.destroy());
};

export const hangUp: Answer = (response) => response.destroy();

function sendJson(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
}
