import type { RenderEvent, RenderRequest } from "@spool/contracts/render-api";
import { createEventLog, type EventLog } from "./event-log.ts";
import { stopError, stopOf } from "./render-failure.ts";
import { createRenderSlots } from "./render-slots.ts";

/** How long an ended render's events can still be read. */
const KEPT_AFTER_END_MS = 60_000;

interface ActiveRender {
  attemptId: string | undefined;
  events: EventLog;
  stopper: AbortController;
  ended: Promise<void>;
  isEnded: boolean;
  /** Attempts of the same job that were replaced, this one's predecessors. They do not come back. */
  replaced: ReadonlySet<string>;
}

type Work<T> = (signal: AbortSignal, emit: (event: RenderEvent) => void) => Promise<T>;

/** What runs at the moment: at most one render a job, a newer attempt taking the place of an older one. */
export function createActiveRenders(maxRenders: number) {
  const renders = new Map<string, ActiveRender>();
  const slots = createRenderSlots(maxRenders);
  let isStopping = false;

  const forgetLater = (jobId: string, render: ActiveRender) => {
    const forget = () => {
      if (renders.get(jobId) === render) renders.delete(jobId);
    };
    setTimeout(forget, KEPT_AFTER_END_MS).unref();
  };

  return {
    /**
     * Runs a render as the job's only one. The attempt that ran before is stopped, and has ended, before this begins.
     *
     * Throws `replaced` for an attempt that a newer one has taken over from, `busy` and `stopping`.
     *
     * @param callerSignal Aborts when nobody waits for the answer any more.
     */
    async run<T>(
      { job_id: jobId, attempt_id: attemptId }: Pick<RenderRequest, "job_id" | "attempt_id">,
      callerSignal: AbortSignal,
      work: Work<T>,
    ): Promise<T> {
      if (isStopping) throw stopError("stopping");
      const before = renders.get(jobId);
      if (attemptId !== undefined && before?.replaced.has(attemptId) === true) throw stopError("replaced");

      const stopper = new AbortController();
      const hangUp = () => stopper.abort(stopError("cancelled"));
      callerSignal.addEventListener("abort", hangUp, { once: true });
      if (callerSignal.aborted) hangUp();

      const done = Promise.withResolvers<undefined>();
      const replaced = new Set(before?.replaced);
      if (before?.attemptId !== undefined && before.attemptId !== attemptId) replaced.add(before.attemptId);
      const render: ActiveRender = {
        attemptId,
        events: createEventLog(),
        stopper,
        ended: done.promise,
        isEnded: false,
        replaced,
      };
      renders.set(jobId, render);
      before?.stopper.abort(stopError("replaced"));

      try {
        await before?.ended;
        const emit = (event: RenderEvent) => render.events.add(event);
        const result = await slots.run(
          () => work(stopper.signal, emit),
          stopper.signal,
          () => emit({ type: "log", level: "info", message: "Waiting for other renders to finish." }),
        );
        render.events.end("completed");
        return result;
      } catch (error) {
        const stop = stopOf(error);
        render.events.end(stop === "replaced" || stop === "cancelled" ? stop : "failed");
        throw error;
      } finally {
        callerSignal.removeEventListener("abort", hangUp);
        render.isEnded = true;
        done.resolve(undefined);
        forgetLater(jobId, render);
      }
    },

    /**
     * The events of the job's present or last render; undefined for a job that is not known here. Whoever names an
     * attempt is not told of another's: before a new attempt has arrived, the last render is that of the one before.
     */
    eventsOf(jobId: string, attemptId?: string): EventLog | undefined {
      const render = renders.get(jobId);
      return attemptId === undefined || render?.attemptId === attemptId ? render?.events : undefined;
    },

    /** Stops a job's render and resolves when it has ended. An attempt that is not the present one is refused. */
    async cancel(
      jobId: string,
      attemptId: string | undefined,
    ): Promise<"cancelled" | "unknown" | "not_current"> {
      const render = renders.get(jobId);
      if (render === undefined) return "unknown";
      if (attemptId !== undefined && render.attemptId !== attemptId) return "not_current";
      if (render.isEnded) return "unknown";
      render.stopper.abort(stopError("cancelled"));
      await render.ended;
      return "cancelled";
    },

    /** Takes nothing more, stops everything, and resolves when all of it has ended. */
    async stopAll(): Promise<void> {
      isStopping = true;
      for (const { stopper } of renders.values()) stopper.abort(stopError("stopping"));
      await Promise.all([...renders.values()].map(({ ended }) => ended));
    },
  };
}

export type ActiveRenders = ReturnType<typeof createActiveRenders>;
