import type { AddressInfo } from "node:net";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** A service of our own making for tests: each call is answered by the next of the behaviours, the last one again and again. */
export async function startChatStandIn(
  behaviours: readonly ((response: ServerResponse, body: Record<string, unknown>) => void)[],
) {
  const calls: { body: Record<string, unknown>; authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    void readBody(request).then((body) => {
      calls.push({ body, authorization: request.headers.authorization });
      behaviours[Math.min(calls.length, behaviours.length) - 1]?.(response, body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}/v1`,
    calls,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Streams a text as a chat completion does, in small pieces, with its tokens at the end. */
export const streamed = (text: string) => (response: ServerResponse) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (let at = 0; at < text.length; at += 40) {
    response.write(
      `data: ${JSON.stringify({ choices: [{ delta: { content: text.slice(at, at + 40) } }] })}\n\n`,
    );
  }
  response.write(
    `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 900, completion_tokens: 300 } })}\n\n`,
  );
  response.end("data: [DONE]\n\n");
};

export const refused =
  (status: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) => {
    response.writeHead(status, headers);
    response.end('{"error":{"message":"no"}}');
  };

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text) as Record<string, unknown>; // what our own client sends is an object
}
