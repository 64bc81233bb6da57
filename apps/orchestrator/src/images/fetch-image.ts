import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import type { LookupFunction } from "node:net";
import { AppError, categoryOfHttpStatus } from "@spool/contracts/app-error";
import { PICTURE_MAX_BYTES } from "@spool/contracts/picture-source";
import { abortedError } from "@spool/media/media-error";
import { type Address, isPublic, type MayAsk, publicAddressOf } from "./public-address.ts";
import { pictureNamed } from "./picture-named.ts";
import { sniffPicture } from "@spool/contracts/sniff-picture";

const MAX_REDIRECTS = 5;
const TIMEOUT_MS = 15_000;

export interface FetchedImage {
  bytes: Buffer;
  extension: string;
}

/** How far a fetch may go. For tests, which ask this machine and do not wait. */
export interface FetchLimits {
  mayAsk?: MayAsk;
  maxBytes?: number;
  timeoutMs?: number;
}

/**
 * Fetches a picture from an address that somebody else has chosen.
 *
 * Each step of the way (redirects too) is resolved, refused unless it is public, and connected to as resolved. Throws
 * INVALID_INPUT for an address or an answer that is not to be had, TIMEOUT for one that takes too long, else what the
 * status means.
 */
export async function fetchImage(
  address: string,
  signal: AbortSignal,
  { mayAsk = isPublic, maxBytes = PICTURE_MAX_BYTES, timeoutMs = TIMEOUT_MS }: FetchLimits = {},
): Promise<FetchedImage> {
  const slow = AbortSignal.timeout(timeoutMs);
  const waiting = AbortSignal.any([signal, slow]);
  try {
    const bytes = await follow(parseAddress(address), mayAsk, maxBytes, waiting);
    const extension = sniffPicture(bytes);
    if (extension === null) {
      throw refusal(address, "is not a picture in PNG, JPEG or WebP");
    }
    return { bytes, extension };
  } catch (error) {
    if (signal.aborted) throw abortedError(signal);
    if (slow.aborted) {
      const message = `${pictureNamed(address)} did not come within ${timeoutMs / 1_000} s.`;
      throw new AppError("TIMEOUT", message, { cause: error });
    }
    if (error instanceof AppError) throw error;
    const message = `${pictureNamed(address)} could not be fetched: the connection failed.`;
    throw new AppError("TIMEOUT", message, { cause: error });
  }
}

async function follow(first: URL, mayAsk: MayAsk, maxBytes: number, signal: AbortSignal): Promise<Buffer> {
  let url = first;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
    const answer = await ask(url, await publicAddressOf(url.hostname, mayAsk), signal);
    const status = answer.statusCode ?? 0;
    const { location } = answer.headers;
    if (status >= 300 && status < 400 && location !== undefined) {
      answer.destroy();
      url = parseAddress(new URL(location, url).href);
      continue;
    }
    if (status !== 200) {
      answer.destroy();
      const category = status < 400 ? "API_ERROR" : categoryOfHttpStatus(status);
      throw new AppError(category, `${pictureNamed(first.href)} is answered with ${status}.`, {
        context: { picture_status: status },
      });
    }
    return readAll(answer, first, maxBytes);
  }
  throw refusal(first.href, `is redirected more than ${MAX_REDIRECTS} times`);
}

function ask(url: URL, { address, family }: Address, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = url.protocol === "https:" ? requestHttps : requestHttp;
    // Host and certificate stay those of the name; the connection goes where it was resolved to.
    const lookup: LookupFunction = (_host, wanted, done) =>
      wanted.all === true ? done(null, [{ address, family }]) : done(null, address, family);
    const headers = { accept: "image/png, image/jpeg, image/webp", "user-agent": "Spool" };
    const options = { signal, agent: false, headers, lookup };
    send(url, options, resolve).on("error", reject).end();
  });
}

async function readAll(answer: IncomingMessage, url: URL, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  // no encoding was set, so chunks are bytes
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes)
      throw refusal(url.href, `is larger than ${Math.floor(maxBytes / 1024 ** 2)} MB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseAddress(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "") {
    throw refusal(address, "is not an http or https address without a user in it");
  }
  return url;
}

const refusal = (address: string, what: string) =>
  new AppError("INVALID_INPUT", `${pictureNamed(address)} ${what}. Give another address.`);
