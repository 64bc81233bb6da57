"use client";

import { useRef, useState } from "react";
import { refusalOf, type Refusal } from "../../../../../../data/refusal.ts";
import { useSupabase } from "../../../../../../lib/supabase-browser.tsx";
import { correctedNowMs } from "../../../../../../time/now.ts";
import type { RefusedRow } from "./batch-messages.ts";
import { recallBatch, rememberBatch } from "./batch-memory.ts";
import { presentKeys, submitRows } from "./submit-rows.ts";
import type { AskWorker } from "./use-batch-worker.ts";

const MOST_ROWS_A_STATEMENT = 200;

export interface BatchState {
  phase: "ready" | "running" | "stopped" | "finished";
  /** Rows that were dealt with, of all that can be submitted. */
  done: number;
  submitted: number;
  present: number;
  refused: readonly RefusedRow[];
  /** Why it stopped before its end, or waits; null where somebody stopped it. */
  refusal: Refusal | null;
  /** While it waits for a limit of the project: when it goes on by itself, in milliseconds since 1970. */
  waitsUntilMs: number | null;
}

const READY: BatchState = {
  phase: "ready",
  done: 0,
  submitted: 0,
  present: 0,
  refused: [],
  refusal: null,
  waitsUntilMs: null,
};

/**
 * Submits the rows that the worker holds, a few hundred in one statement, until the end, an error, or a stop.
 *
 * Where the project takes so many a minute, or so many at once, it waits, or sends fewer.
 */
export function useBatchSubmit(ask: AskWorker) {
  const supabase = useSupabase();
  const [state, setState] = useState(READY);
  const stopping = useRef<AbortController | null>(null);

  async function run(fingerprint: string, begin: BatchState): Promise<void> {
    const stop = new AbortController();
    stopping.current = stop;
    const recalled = recallBatch(fingerprint);
    // A little earlier by this clock: the database's may be behind.
    const startedAt = recalled?.startedAt ?? new Date(correctedNowMs() - 60_000).toISOString();
    let isAgain = begin.done > 0 || recalled !== null;
    let rowsAStatement = MOST_ROWS_A_STATEMENT;
    let now: BatchState = { ...begin, phase: "running", refusal: null };
    setState(now);
    try {
      while (!stop.signal.aborted) {
        const { rows } = await ask("take", { from: now.done, count: rowsAStatement });
        if (rows.length === 0) break;
        // Of the rows at which it stopped nobody knows whether they went in; jobs that finished since free their keys.
        const there = isAgain ? await presentKeys(supabase, rows, startedAt) : new Set<string>();
        const absent = rows.filter(({ job }) => !there.has(job.unique_key));
        const result = await submitRows(supabase, absent, startedAt).catch((error: unknown) => {
          const refusal = refusalOf(error);
          const isPassing = refusal.retryAfterSeconds !== null || (refusal.isTooMany && absent.length > 1);
          if (!isPassing) throw error;
          return refusal;
        });
        isAgain = "message" in result;
        if ("message" in result) {
          if (result.retryAfterSeconds === null) rowsAStatement = Math.ceil(absent.length / 2);
          else {
            const waitsUntilMs = correctedNowMs() + result.retryAfterSeconds * 1_000;
            setState({ ...now, refusal: result, waitsUntilMs });
            await rest(result.retryAfterSeconds, stop.signal);
            setState(now);
          }
          continue;
        }
        now = {
          ...now,
          done: now.done + rows.length,
          submitted: now.submitted + result.submitted,
          present: now.present + result.present + there.size,
          refused: result.refused.length === 0 ? now.refused : [...now.refused, ...result.refused],
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

/** Ends early when `signal` aborts. */
function rest(seconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, seconds * 1_000);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
