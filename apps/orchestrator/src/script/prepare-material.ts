import { AppError } from "@spool/contracts/app-error";
import type { RenderRequest } from "@spool/contracts/render-api";
import { failureWithAdvice } from "../services/failure-with-advice.ts";
import { type Material, readMaterial } from "./read-material.ts";
import { type ScriptService, writeWithService } from "./script-service.ts";
import type { ScriptOrder } from "./write-script.ts";

/**
 * The stage `script`: reads the payload, and has a language model write where one is set up and no author has.
 *
 * When the model fails, the built-in writer writes where the job allows it (`script_fallback`), and it is said in the log
 * and in a notice. Where the job does not say, that is where the payload carries something to tell: a bare subject the
 * writer could only repeat. Otherwise the failure is the job's, with what would help.
 */
export async function prepareMaterial(
  request: RenderRequest,
  order: ScriptOrder,
  service: ScriptService | null,
  signal: AbortSignal,
  log: (level: "info" | "warn", message: string) => void,
): Promise<Material> {
  const read = readMaterial(request.job_type, request.input, request);
  if (service === null || read.script !== null) return read;
  return written(read, order, service, request.script_fallback, signal, log);
}

const FORBIDDEN =
  "The job lets no other writer stand in (script_fallback is false): run it again when the service is well, allow the built-in writer, or send a finished script.";
const BARE =
  "The payload has only a subject, from which the built-in writer cannot make an answer: run the job again when the service is well, add a text, or allow the writer to ask without answering (script_fallback: true).";

async function written(
  material: Material,
  order: ScriptOrder,
  service: ScriptService,
  isWriterAllowed: boolean | undefined,
  signal: AbortSignal,
  log: (level: "info" | "warn", message: string) => void,
): Promise<Material> {
  try {
    const script = await writeWithService(service, material, order, signal, (message) =>
      log("info", message),
    );
    return { ...material, script, isScriptOfModel: true };
  } catch (error) {
    if (!(error instanceof AppError) || signal.aborted) throw error;
    if (isWriterAllowed === false) throw failureWithAdvice(error, FORBIDDEN);
    if (isWriterAllowed === undefined && material.units.length === 0) throw failureWithAdvice(error, BARE);
    const notice = `The built-in writer wrote this script, because the service failed: ${error.message}`;
    log("warn", notice);
    return { ...material, notices: [...material.notices, notice] };
  }
}
