import { createWriteStream } from "node:fs";
import { request as requestHttp, type IncomingMessage } from "node:http";
import { request as requestHttps } from "node:https";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { json } from "node:stream/consumers";
import { AppError, categoryOfHttpStatus } from "@spool/contracts/app-error";
import { abortedError } from "@spool/media/media-error";
import type { Media } from "@spool/media/open-media";
import { z } from "zod";
import type { Storyboard } from "@spool/contracts/storyboard";
import type { Renderer } from "../renderer.ts";
import { takePicture } from "../take-picture.ts";

const HEALTH_TIMEOUT_MS = 2_000;
const PICTURE_MAX_BYTES = 1024 ** 3;

const answerSchema = z.object({ video_url: z.url({ protocol: /^https?$/ }) });

/** A service at an address of the operator's choice that speaks `POST /render`. */
interface RemoteService {
  url: string;
  media: Media;
}

/** Whether something answers there at all; what it answers is its own affair. */
export async function isAlive(url: string): Promise<boolean> {
  const signal = AbortSignal.timeout(HEALTH_TIMEOUT_MS);
  const answer = await fetch(new URL("health", withSlash(url)), { signal }).catch(() => null);
  await answer?.body?.cancel();
  return answer !== null && answer.status < 500;
}

/**
 * Has a service draw the storyboard and takes the picture of what it sends; the sound stays ours.
 *
 * Throws what the service's status means, TIMEOUT when it does not answer, API_ERROR for something that is no video.
 */
export function createRemoteRenderer({ url, media }: RemoteService): Renderer {
  return async (storyboard, folder, signal, onProgress) => {
    const path = join(folder, "drawn.mp4");
    try {
      const answer = await send(new URL("render", withSlash(url)), "POST", requestOf(storyboard), signal);
      const parsed = answerSchema.safeParse(await json(answer).catch(() => undefined));
      if (!parsed.success)
        throw new AppError("API_ERROR", `What ${url} answered names no video.`, { cause: parsed.error });
      onProgress(0.9);
      const download = await send(new URL(parsed.data.video_url), "GET", null, signal);
      await pipeline(limited(download, PICTURE_MAX_BYTES), createWriteStream(path), { signal });
    } catch (error) {
      if (signal.aborted) throw abortedError(signal);
      if (error instanceof AppError) throw error;
      throw new AppError("TIMEOUT", `The renderer at ${url} did not answer.`, { cause: error });
    }
    const picture = await takePicture(media, path, signal);
    onProgress(1);
    return picture;
  };
}

/** In the words of the contract, with the whole plan for a service that can read it. */
function requestOf(storyboard: Storyboard): object {
  const text = storyboard.speech.map((sentence) => sentence.text).join(" ");
  const length = [60, 120, 180].find((seconds) => storyboard.durationSeconds <= seconds) ?? 180;
  return {
    job_id: crypto.randomUUID(),
    job_type: storyboard.jobType,
    input: { question: storyboard.title, topic: storyboard.title, text, storyboard },
    style: "concise",
    length,
    voice: "default",
  };
}

/** Not `fetch`, which gives up after five minutes without an answer. */
async function send(
  url: URL,
  method: string,
  body: object | null,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const open = url.protocol === "https:" ? requestHttps : requestHttp;
    const headers = { accept: "*/*", ...(body && { "content-type": "application/json" }) };
    open(url, { method, headers, agent: false, signal }, resolve)
      .on("error", reject)
      .end(body === null ? undefined : JSON.stringify(body));
  });
  const status = answer.statusCode ?? 0;
  if (status >= 200 && status <= 299) return answer;
  answer.destroy();
  const category = status < 400 ? "API_ERROR" : categoryOfHttpStatus(status);
  throw new AppError(category, `The renderer at ${url.host} answered ${status}.`);
}

async function* limited(source: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<Buffer> {
  let sizeBytes = 0;
  for await (const chunk of source) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) throw new AppError("API_ERROR", "The renderer sent more than a gigabyte.");
    yield chunk;
  }
}

const withSlash = (url: string) => (url.endsWith("/") ? url : `${url}/`);
