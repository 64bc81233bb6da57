import type { IncomingMessage, ServerResponse } from "node:http";

/** How long a client may go on sending what was refused, before its connection is cut. */
const REFUSED_BODY_LIMIT_MS = 2_000;

/** A body longer than is taken. What is left of it is not read. */
export class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError";
}

/**
 * What answering a REST call needs of a request. Node's own message behind it, because making a web `Request` and
 * `Response` costs as much as the rest of the call.
 */
export interface ApiRequest {
  method: string;
  url: URL;
  headers: RequestHeaders;
  /** The body. Rejects with `BodyTooLargeError`. */
  bytes(): Promise<Buffer>;
}

/** Names in lower case. A web `Headers` is one too. */
export interface RequestHeaders extends Iterable<[string, string]> {
  get(name: string): string | null;
}

export interface ApiAnswer {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string | string[]>;
  body: string | null;
}

export function readApiRequest(incoming: IncomingMessage, url: URL, maxBodyBytes: number): ApiRequest {
  const { headers } = incoming;
  return {
    method: incoming.method ?? "GET",
    url,
    headers: {
      get: (name) => headers[name]?.toString() ?? null,
      *[Symbol.iterator]() {
        for (const [name, value] of Object.entries(headers)) {
          if (value !== undefined) yield [name, value.toString()];
        }
      },
    },
    bytes: () => readBytes(incoming, maxBodyBytes),
  };
}

async function readBytes(incoming: IncomingMessage, maxBytes: number): Promise<Buffer> {
  if (Number(incoming.headers["content-length"] ?? 0) > maxBytes) throw new BodyTooLargeError();
  const chunks: Buffer[] = [];
  let lengthBytes = 0;
  // Not `for await`: leaving the loop would cut the connection before the answer.
  await new Promise<void>((resolve, reject) => {
    incoming.on("data", (chunk: Buffer) => {
      lengthBytes += chunk.length;
      if (lengthBytes <= maxBytes) chunks.push(chunk);
      else reject(new BodyTooLargeError());
    });
    incoming.once("end", resolve);
    incoming.once("error", reject);
  });
  return Buffer.concat(chunks, lengthBytes);
}

export function sendAnswer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { status, headers, body }: ApiAnswer,
): void {
  if (!incoming.complete) {
    // What still arrives is read and forgotten: a connection that is cut at once would take the answer with it.
    const cut = setTimeout(() => incoming.destroy(), REFUSED_BODY_LIMIT_MS);
    incoming.once("close", () => clearTimeout(cut));
    incoming.resume();
  }
  if (body !== null) headers["content-length"] = String(Buffer.byteLength(body));
  outgoing.writeHead(status, headers);
  outgoing.end(body ?? undefined);
}
