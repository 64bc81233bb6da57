"use client";

import { useEffect, useState } from "react";
import type { Answered, Asked, BatchQuestion, BatchQuestions } from "./batch-messages.ts";

export type AskWorker = <Question extends BatchQuestion>(
  question: Question,
  ask: BatchQuestions[Question]["ask"],
) => Promise<BatchQuestions[Question]["answer"]>;

interface Pending {
  resolve: (answer: never) => void;
  reject: (error: Error) => void;
}

/** A worker of this page's own, asked by promises. It ends with the page. */
export function useBatchWorker(): AskWorker {
  const [worker] = useState(createAsker);
  useEffect(() => () => worker.stop(), [worker]);
  return worker.ask;
}

function createAsker(): { ask: AskWorker; stop: () => void } {
  const pending = new Map<number, Pending>();
  let worker: Worker | null = null;
  let lastId = 0;

  function start(): Worker {
    const started = new Worker(new URL("./batch-worker.ts", import.meta.url), { type: "module" });
    started.addEventListener("message", ({ data }: MessageEvent<Answered>) => {
      const asked = pending.get(data.id);
      pending.delete(data.id);
      if ("error" in data) asked?.reject(new Error(data.error));
      else asked?.resolve(data.answer as never); // the answer to the question of this id
    });
    started.addEventListener("error", ({ message }) => {
      const error = new Error(`The file could not be read: ${message || "the reader stopped"}`);
      for (const { reject } of pending.values()) reject(error);
      pending.clear();
    });
    return started;
  }

  return {
    ask: (question, ask) =>
      new Promise((resolve, reject) => {
        // Not before it is needed: most who look at the page choose no file.
        worker ??= start();
        lastId += 1;
        pending.set(lastId, { resolve, reject });
        worker.postMessage({ id: lastId, question, ask } satisfies Asked);
      }),
    stop() {
      worker?.terminate();
      worker = null;
    },
  };
}
