import { AppError } from "@spool/contracts/app-error";

/** Why a render did not run to its end though nothing was wrong with it. */
export type RenderStop = "replaced" | "cancelled" | "stopping" | "busy";

const STOPS: Record<
  RenderStop,
  { category: AppError["category"]; message: string; retryAfterSeconds?: number }
> = {
  replaced: { category: "CANCELLED", message: "A newer attempt of this job took over." },
  cancelled: { category: "CANCELLED", message: "The render was cancelled." },
  stopping: { category: "API_ERROR", message: "The orchestrator is shutting down.", retryAfterSeconds: 5 },
  busy: {
    category: "API_ERROR",
    message: "The orchestrator has as many renders as it can take.",
    retryAfterSeconds: 15,
  },
};

export function stopError(stop: RenderStop): AppError {
  const { category, message, retryAfterSeconds } = STOPS[stop];
  return new AppError(category, message, { context: { stop }, retryAfterSeconds });
}

/** undefined for every error that `stopError` did not make. */
export function stopOf(error: unknown): RenderStop | undefined {
  const stop = error instanceof AppError ? error.context["stop"] : undefined;
  return typeof stop === "string" && stop in STOPS ? (stop as RenderStop) : undefined; // a key of STOPS, as just seen
}
