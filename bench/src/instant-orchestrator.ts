import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { renderRequestSchema, type RenderEvent, type RenderResponse } from "@spool/contracts/render-api";

export interface InstantOrchestrator {
  url: string;
  /** Resolves with `performance.now()` of the moment at which the render of this job was asked for. */
  startOf(jobId: string): Promise<number>;
  close(): Promise<void>;
}

/** An orchestrator that is done at once, so that a benchmark measures the way to it and nothing else. */
export async function startInstantOrchestrator(): Promise<InstantOrchestrator> {
  const arrivals = new Map<string, PromiseWithResolvers<number>>();
  const arrivalOf = (jobId: string): PromiseWithResolvers<number> => {
    const known = arrivals.get(jobId);
    if (known) return known;
    const created = Promise.withResolvers<number>();
    arrivals.set(jobId, created);
    return created;
  };
  const server = createServer((request, response) => {
    answer(request, response, (jobId) => arrivalOf(jobId).resolve(performance.now())).catch(() => {
      response.destroy(); // the worker hung up in the middle of its request
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}`,
    startOf: (jobId) => arrivalOf(jobId).promise,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  onStart: (jobId: string) => void,
): Promise<void> {
  if (request.method === "GET" && request.url?.includes("/events")) {
    const ended: RenderEvent = { type: "ended", outcome: "completed" };
    response
      .writeHead(200, { "content-type": "text/event-stream" })
      .end(`event: ended\ndata: ${JSON.stringify(ended)}\n\n`);
    return;
  }
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding is set, so chunks are buffers
  const { job_id } = renderRequestSchema.parse(JSON.parse(Buffer.concat(chunks).toString("utf8")));
  onStart(job_id);
  const body: RenderResponse = {
    video_url: "http://127.0.0.1/video.mp4",
    thumbnail_url: "http://127.0.0.1/thumbnail.jpg",
    duration: 60,
    processing_time_ms: 0,
    files: [],
    notices: [],
  };
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
}
