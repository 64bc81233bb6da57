import { AppError, categoryOfHttpStatus } from "@spool/contracts/app-error";
import { renderErrorSchema } from "@spool/contracts/render-api";
import { STATUS_CODES } from "node:http";
import { retryAfterSeconds } from "./retry-after.ts";

const MESSAGE_MAX_CHARACTERS = 1_000;

/** An HTTP answer that was read to its end. */
export interface HttpAnswer {
  status: number;
  contentType: string | undefined;
  retryAfter: string | undefined;
  body: string;
}

/** What an answer other than 2xx means. The status decides the category, the body at most supplies the sentence. */
export function refusalError(answer: HttpAnswer, nowMs: number): AppError {
  const { status } = answer;
  // A redirect or any other answer outside the contract is the service's mistake, not the job's.
  const category = status < 400 ? "API_ERROR" : categoryOfHttpStatus(status);
  return new AppError(category, refusalMessage(answer), {
    context: { status, contentType: answer.contentType, answerStart: answer.body.slice(0, 200) },
    retryAfterSeconds: retryAfterSeconds(answer.retryAfter, nowMs),
  });
}

function refusalMessage({ status, body }: HttpAnswer): string {
  const said = renderErrorSchema.safeParse(parseJson(body));
  const answered = `The orchestrator answered ${status} ${STATUS_CODES[status] ?? ""}`.trimEnd();
  const sentence = said.success && said.data.message !== "" ? said.data.message : `${answered}.`;
  const advice = status === 401 || status === 403 ? ` ${answered}: check the key that it is given.` : "";
  return (sentence + advice).slice(0, MESSAGE_MAX_CHARACTERS);
}

/** A 2xx that is not what the contract promises. */
export function brokenContractError(answer: HttpAnswer, reason: string): AppError {
  return new AppError("API_ERROR", `The orchestrator's answer is not what was agreed: ${reason}.`, {
    context: {
      status: answer.status,
      contentType: answer.contentType,
      answerStart: answer.body.slice(0, 200),
    },
  });
}

/** Could not be reached, or went away before it had answered. */
const UNREACHABLE_CODES = new Map([
  ["ECONNREFUSED", "refused the connection"],
  ["ECONNRESET", "closed the connection before it had answered"],
  ["EPIPE", "closed the connection before it had answered"],
  ["ECONNABORTED", "closed the connection before it had answered"],
  ["ENOTFOUND", "has a host name that does not resolve"],
  ["EAI_AGAIN", "has a host name that does not resolve at the moment"],
  ["ETIMEDOUT", "did not accept the connection in time"],
  ["EHOSTUNREACH", "cannot be reached over the network"],
  ["ENETUNREACH", "cannot be reached over the network"],
  ["EHOSTDOWN", "cannot be reached over the network"],
]);

/** What a failure of the connection means, from its code. `address` is the orchestrator's, without credentials. */
export function connectionError(error: unknown, address: string): AppError {
  const code = errorCode(error);
  const context = { code, address };
  const happened = code === undefined ? undefined : UNREACHABLE_CODES.get(code);
  if (happened !== undefined) {
    return new AppError("TIMEOUT", `The orchestrator at ${address} ${happened}.`, { cause: error, context });
  }
  if (code?.startsWith("HPE_")) {
    return new AppError("API_ERROR", `What answers at ${address} does not speak HTTP as agreed.`, {
      cause: error,
      context,
    });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new AppError("UNKNOWN", `The request to the orchestrator at ${address} failed: ${message}`, {
    cause: error,
    context,
  });
}

/** The system's code of an error. A dual-stack connect fails with one error that wraps one for each address. */
function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && typeof error.code === "string") return error.code;
  return error instanceof AggregateError ? errorCode(error.errors[0]) : undefined;
}

/** The value of a JSON text; undefined for a text that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
