import { AppError } from "@spool/contracts/app-error";
import type { RenderRequest } from "@spool/contracts/render-api";
import { type Material, readMaterial } from "./read-material.ts";
import { type ScriptService, writeWithService } from "./script-service.ts";
import type { ScriptOrder } from "./write-script.ts";

/**
 * The stage `script`: reads the payload, and has a language model write where one is set up and no author has.
 *
 * When the model fails and the payload carries something to tell, the built-in writer tells that, and it is said in
 * the log and in a notice; a bare question it could only repeat, and then the failure is the job's.
 */
export async function prepareMaterial(
  request: RenderRequest,
  order: ScriptOrder,
  service: ScriptService | null,
  signal: AbortSignal,
  log: (level: "info" | "warn", message: string) => void,
): Promise<Material> {
  const read = readMaterial(request.job_type, request.input, request);
  return service === null || read.script !== null ? read : written(read, order, service, signal, log);
}

async function written(
  material: Material,
  order: ScriptOrder,
  service: ScriptService,
  signal: AbortSignal,
  log: (level: "info" | "warn", message: string) => void,
): Promise<Material> {
  try {
    const script = await writeWithService(service, material, order, signal, (message) =>
      log("info", message),
    );
    return { ...material, script, isScriptOfModel: true };
  } catch (error) {
    if (!(error instanceof AppError) || error.category === "CANCELLED" || material.units.length === 0)
      throw error;
    const notice = `The built-in writer wrote this script, because the service failed: ${error.message}`;
    log("warn", notice);
    return { ...material, notices: [...material.notices, notice] };
  }
}
