"use client";

import { createContext, useContext, useState, useSyncExternalStore } from "react";
import { correctedNowMs, setClock } from "./now.ts";

const TICK_MS = 1_000;

interface Clock {
  subscribe: (listener: () => void) => () => void;
  nowMs: () => number;
  renderedAtMs: number;
}

/** A clock that ticks once a second for the whole page, set by the server's where the reader's own is wrong. */
function createClock(renderedAtMs: number): Clock {
  setClock(renderedAtMs);
  const listeners = new Set<() => void>();
  let tickedMs = renderedAtMs;
  let timer: ReturnType<typeof setInterval> | undefined;

  const tick = () => {
    tickedMs = correctedNowMs();
    for (const listener of listeners) listener();
  };
  return {
    renderedAtMs,
    nowMs: () => tickedMs,
    subscribe(listener) {
      listeners.add(listener);
      timer ??= setInterval(tick, TICK_MS);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}

const ClockContext = createContext<Clock | null>(null);

export function ClockProvider({
  renderedAtMs,
  children,
}: {
  renderedAtMs: number;
  children: React.ReactNode;
}) {
  const [clock] = useState(() => createClock(renderedAtMs));
  return <ClockContext value={clock}>{children}</ClockContext>;
}

/** The time now, in milliseconds; the component is drawn again every second. */
export function useNowMs(): number {
  const clock = useContext(ClockContext);
  if (clock === null) throw new Error("useNowMs is called outside ClockProvider");
  return useSyncExternalStore(clock.subscribe, clock.nowMs, () => clock.renderedAtMs);
}
