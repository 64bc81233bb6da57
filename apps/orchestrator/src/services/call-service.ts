import { AppError, categoryOfHttpStatus } from "@spool/contracts/app-error";
import { abortedError } from "@spool/media/media-error";
import { setTimeout as delay } from "node:timers/promises";

/** A service by URL that costs money or time: a language model, a voice. */
export interface ServiceAccess {
  /** What it is called in messages: "The script service". */
  name: string;
  url: string;
  /** Sent as a bearer token; null where the service wants none. */
  key: string | null;
}

export interface ServiceLimits {
  /** For one call with its whole answer. */
  totalTimeoutMs: number;
  /** Without a byte of the answer. */
  idleTimeoutMs: number;
  /** Before a second and a third try where the service does not say how long. */
  retryDelayMs: number;
}

const TRIES = 3;
/** A service that wants to be left alone for longer is left to the job's own retry. */
const RETRY_AFTER_MAX_SECONDS = 30;
const ERROR_BODY_MAX_CHARACTERS = 300;

/**
 * Sends a body as JSON and hands the answer's chunks to `read` as they come. 429 and 5xx are tried again, after the
 * time that the service asks for.
 *
 * Throws TIMEOUT when it is not there or too slow, CANCELLED when `signal` aborts, and otherwise the category of the
 * HTTP status, with what the service said. The key is in no message.
 */
export async function callService<T>(
  { name, url, key }: ServiceAccess,
  body: object,
  limits: ServiceLimits,
  signal: AbortSignal,
  read: (chunks: AsyncIterable<Uint8Array>, contentType: string) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await callOnce({ name, url, key }, body, limits, signal, read);
    } catch (error) {
      const isWorthIt = error instanceof AppError && error.category === "API_ERROR" && attempt < TRIES;
      const waitSeconds = error instanceof AppError ? error.retryAfterSeconds : undefined;
      if (!isWorthIt || (waitSeconds ?? 0) > RETRY_AFTER_MAX_SECONDS) throw error;
      const waitMs =
        waitSeconds === undefined ? limits.retryDelayMs * 2 ** (attempt - 1) : waitSeconds * 1_000;
      await delay(waitMs, undefined, { signal }).catch(() => {
        throw abortedError(signal);
      });
    }
  }
}

async function callOnce<T>(
  { name, url, key }: ServiceAccess,
  body: object,
  { totalTimeoutMs, idleTimeoutMs }: ServiceLimits,
  signal: AbortSignal,
  read: (chunks: AsyncIterable<Uint8Array>, contentType: string) => Promise<T>,
): Promise<T> {
  const idle = new AbortController();
  const total = AbortSignal.timeout(totalTimeoutMs);
  let timer = setTimeout(() => idle.abort(), idleTimeoutMs);
  const stillThere = () => {
    clearTimeout(timer);
    timer = setTimeout(() => idle.abort(), idleTimeoutMs);
  };
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(key !== null && { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, total, idle.signal]),
    });
    if (!response.ok) throw await refusal(name, response);
    return await read(chunksOf(response, stillThere), response.headers.get("content-type") ?? "");
  } catch (error) {
    if (signal.aborted) throw abortedError(signal);
    if (error instanceof AppError) throw error;
    if (idle.signal.aborted) {
      throw new AppError("TIMEOUT", `${name} sent nothing for ${idleTimeoutMs / 1_000} s.`, { cause: error });
    }
    if (total.aborted) {
      throw new AppError("TIMEOUT", `${name} took longer than ${totalTimeoutMs / 1_000} s.`, {
        cause: error,
      });
    }
    throw new AppError("TIMEOUT", `${name} at ${new URL(url).host} cannot be reached.`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function* chunksOf(response: Response, onChunk: () => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of response.body ?? []) {
    onChunk();
    yield chunk as Uint8Array; // fetch's bodies are bytes
  }
}

async function refusal(name: string, response: Response): Promise<AppError> {
  const said = (await response.text().catch(() => ""))
    .replace(/\s+/g, " ")
    .slice(0, ERROR_BODY_MAX_CHARACTERS);
  const advice = response.status === 401 || response.status === 403 ? " Check its key." : "";
  const after = Number(response.headers.get("retry-after") ?? "");
  return new AppError(
    categoryOfHttpStatus(response.status),
    `${name} answered ${response.status}.${advice}`,
    {
      context: { serviceStatus: response.status, serviceSaid: said },
      retryAfterSeconds: Number.isFinite(after) && after > 0 ? after : undefined,
    },
  );
}
