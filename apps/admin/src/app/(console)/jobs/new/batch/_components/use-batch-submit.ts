"use client";

import { useRef, useState } from "react";
import { refusalOf, type Refusal } from "../../../../../../data/refusal.ts";
import { useSupabase } from "../../../../../../lib/supabase-browser.tsx";
import type { RefusedRow } from "./batch-messages.ts";
import { recallBatch, rememberBatch } from "./batch-memory.ts";
import { presentKeys, submitRows } from "./submit-rows.ts";
import type { AskWorker } from "./use-batch-worker.ts";

const ROWS_A_STATEMENT = 200;

export interface BatchState {
  phase: "ready" | "running" | "stopped" | "finished";
  /** Rows that were dealt with, of all that can be submitted. */
  done: number;
  submitted: number;
  present: number;
  refused: readonly RefusedRow[];
  /** Why it stopped before its end; null where somebody stopped it. */
  refusal: Refusal | null;
}

const READY: BatchState = { phase: "ready", done: 0, submitted: 0, present: 0, refused: [], refusal: null };

/** Submits the rows that the worker holds, a few hundred in one statement, until the end, an error, or a stop. */
export function useBatchSubmit(ask: AskWorker) {
  const supabase = useSupabase();
  const [state, setState] = useState(READY);
  const stopping = useRef<AbortController | null>(null);

  async function run(fingerprint: string, begin: BatchState): Promise<void> {
    const stop = new AbortController();
    stopping.current = stop;
    const recalled = recallBatch(fingerprint);
    // A little earlier by this clock: the database's may be behind.
    const startedAt = recalled?.startedAt ?? new Date(Date.now() - 60_000).toISOString();
    let isAgain = begin.done > 0 || recalled !== null;
    let now: BatchState = { ...begin, phase: "running", refusal: null };
    setState(now);
    try {
      while (!stop.signal.aborted) {
        const { rows } = await ask("take", { from: now.done, count: ROWS_A_STATEMENT });
        if (rows.length === 0) break;
        // Of the rows at which it stopped nobody knows whether they went in; jobs that finished since free their keys.
        const there = isAgain ? await presentKeys(supabase, rows, startedAt) : new Set<string>();
        isAgain = false;
        const result = await submitRows(
          supabase,
          rows.filter(({ job }) => !there.has(job.unique_key)),
          startedAt,
        );
        now = {
          ...now,
          done: now.done + rows.length,
          submitted: now.submitted + result.submitted,
          present: now.present + result.present + there.size,
          refused: [...now.refused, ...result.refused],
        };
        rememberBatch(fingerprint, { startedAt, done: now.done });
        setState(now);
      }
      setState({ ...now, phase: stop.signal.aborted ? "stopped" : "finished" });
    } catch (error) {
      rememberBatch(fingerprint, { startedAt, done: now.done });
      setState({ ...now, phase: "stopped", refusal: refusalOf(error) });
    }
  }

  return {
    state,
    start: (fingerprint: string, from: number) =>
      void run(fingerprint, { ...READY, done: from, present: from }),
    resume: (fingerprint: string) => void run(fingerprint, state),
    stop: () => stopping.current?.abort(),
    reset: () => setState(READY),
  };
}
