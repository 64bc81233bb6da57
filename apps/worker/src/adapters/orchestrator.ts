import { toAppError, AppError } from "@spool/contracts/app-error";
import {
  orchestratorCapabilitiesSchema,
  renderResponseSchema,
  type RenderRequest,
  type RenderResponse,
} from "@spool/contracts/render-api";
import { z } from "zod";
import { exchange } from "./http-exchange.ts";
import {
  brokenContractError,
  connectionError,
  parseJson,
  refusalError,
  type HttpAnswer,
} from "./orchestrator-errors.ts";
import { readRenderEvents, type RenderFollower } from "./render-events.ts";

const CANCEL_TIMEOUT_MS = 2_000;
const READY_TIMEOUT_MS = 5_000;
const CAPABILITIES_TIMEOUT_MS = 2_000;

interface RenderIds {
  jobId: string;
  attemptId: string;
}

/** The service that turns a request into a video. Every failure leaves here as an AppError with its category. */
export interface Orchestrator {
  /**
   * Waits for the whole render. An abort drops the connection, which cancels the render, and rejects with the
   * signal's reason.
   */
  render(request: RenderRequest, signal: AbortSignal): Promise<RenderResponse>;
  /** Cancels what may still run for the attempt. True when the orchestrator said that it has stopped or knows of nothing. */
  cancel(jobId: string, attemptId: string): Promise<boolean>;
  /** Resolves when the service can take renders; rejects with an AppError that says why not. */
  checkReady(signal: AbortSignal): Promise<void>;
  /** Names of its renderers; none while it does not answer, or does not tell. */
  renderers(): Promise<string[]>;
  /**
   * Hands every event of the render to `follower`, once and in order, until it ends or `signal` aborts. Never rejects.
   *
   * The attempt is named so that an orchestrator that still remembers an earlier attempt's render does not replay that.
   */
  followEvents(render: RenderIds, follower: RenderFollower, signal: AbortSignal): Promise<void>;
}

export function createOrchestrator(baseUrl: string): Orchestrator {
  const base = new URL(baseUrl.endsWith("/") ? baseUrl : `${baseUrl}/`);
  const address = `${base.protocol}//${base.host}`;

  return {
    async render(request, signal) {
      const answer = await reach(new URL("render", base), { method: "POST", body: request, signal }, address);
      if (answer.status < 200 || answer.status > 299) throw refusalError(answer, Date.now());
      return parseAnswer(answer);
    },

    async cancel(jobId, attemptId) {
      const url = new URL(`render/${jobId}`, base);
      url.searchParams.set("attempt_id", attemptId);
      const answer = await reach(
        url,
        { method: "DELETE", signal: AbortSignal.timeout(CANCEL_TIMEOUT_MS) },
        address,
      );
      // 404: nothing of that job runs. 409: a newer attempt runs, and that is not ours to stop.
      return answer.status < 300 || answer.status === 404 || answer.status === 409;
    },

    async checkReady(signal) {
      const waiting = AbortSignal.any([signal, AbortSignal.timeout(READY_TIMEOUT_MS)]);
      const answer = await reach(new URL("readyz", base), { method: "GET", signal: waiting }, address);
      if (answer.status !== 200) throw refusalError(answer, Date.now());
    },

    async renderers() {
      const signal = AbortSignal.timeout(CAPABILITIES_TIMEOUT_MS);
      const asked = reach(new URL("capabilities", base), { method: "GET", signal }, address);
      const answer = await asked.catch(() => undefined);
      const told = orchestratorCapabilitiesSchema.safeParse(parseJson(answer?.body ?? ""));
      return told.success ? told.data.renderers : [];
    },

    followEvents({ jobId, attemptId }, follower, signal) {
      const url = new URL(`render/${jobId}/events`, base);
      url.searchParams.set("attempt_id", attemptId);
      return readRenderEvents(url, follower, signal);
    },
  };
}

async function reach(
  url: URL,
  options: Parameters<typeof exchange>[1],
  address: string,
): Promise<HttpAnswer> {
  try {
    return await exchange(url, options);
  } catch (error) {
    // Our own stop already carries what it means.
    if (options.signal.aborted) throw toAppError(options.signal.reason);
    throw error instanceof AppError ? error : connectionError(error, address);
  }
}

function parseAnswer(answer: HttpAnswer): RenderResponse {
  const body = parseJson(answer.body);
  if (body === undefined) {
    throw brokenContractError(answer, `it is ${answer.contentType ?? "of no named type"} and not JSON`);
  }
  const parsed = renderResponseSchema.safeParse(body);
  if (!parsed.success) throw brokenContractError(answer, z.prettifyError(parsed.error).replaceAll("\n", " "));
  return parsed.data;
}
