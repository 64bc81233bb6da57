import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import type { HttpAnswer } from "./orchestrator-errors.ts";

/** Far above any answer that was agreed; what is longer is cut off and then breaks the contract. */
const BODY_MAX_BYTES = 1024 * 1024;

/**
 * Sends one request over a connection of its own and reads the answer to its end.
 *
 * Not `fetch`: that gives up after 300 s without headers, and a render may take its 600. Not a kept connection
 * either: one that the other side is just closing would look like a service that died under the job.
 *
 * Rejects with the system's error (`code`), or with `signal.reason` as soon as `signal` aborts.
 */
export function exchange(
  url: URL,
  options: { method: string; body?: unknown; signal: AbortSignal },
): Promise<HttpAnswer> {
  const { signal } = options;
  const { promise, resolve, reject } = Promise.withResolvers<HttpAnswer>();
  if (signal.aborted) return Promise.reject(toError(signal.reason));

  const send = url.protocol === "https:" ? requestHttps : requestHttp;
  const payload = options.body === undefined ? undefined : Buffer.from(JSON.stringify(options.body));
  const request = send(url, {
    method: options.method,
    agent: false,
    headers: {
      accept: "application/json",
      ...(payload && { "content-type": "application/json", "content-length": payload.length }),
    },
  });
  const stop = () => {
    reject(toError(signal.reason));
    request.destroy();
  };
  signal.addEventListener("abort", stop, { once: true });

  request.on("error", reject);
  request.on("response", (response) => {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    const finish = () =>
      resolve({
        status: response.statusCode ?? 0,
        contentType: response.headers["content-type"],
        retryAfter: response.headers["retry-after"],
        body: Buffer.concat(chunks).toString("utf8"),
      });
    response.on("error", reject);
    response.on("end", finish);
    response.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      sizeBytes += chunk.length;
      if (sizeBytes <= BODY_MAX_BYTES) return;
      finish();
      request.destroy();
    });
  });
  request.end(payload);

  return promise.finally(() => signal.removeEventListener("abort", stop));
}

/** Whatever a signal was aborted with, as something that may be thrown. */
function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error("The request was stopped", { cause: reason });
}
