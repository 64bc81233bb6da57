"use client";

import { useSyncExternalStore } from "react";

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 15_000;

/**
 * A part of a page whose code comes when it is first shown, in the browser only.
 *
 * Code that cannot be had, because there is no network, is asked for again for as long as the part is wanted, and what
 * stands around it goes on meanwhile. (`next/dynamic` would throw, and take the whole page along.)
 */
export function lazyPart<Props extends object>(
  load: () => Promise<React.ComponentType<Props>>,
  { loading }: { loading?: () => React.ReactNode } = {},
): React.ComponentType<Props> {
  let part: React.ComponentType<Props> | undefined;
  let isLoading = false;
  const listeners = new Set<() => void>();

  async function loadWhileWanted(): Promise<void> {
    if (isLoading || part !== undefined) return;
    isLoading = true;
    let retryMs = FIRST_RETRY_MS;
    while (part === undefined && listeners.size > 0) {
      try {
        part = await load();
      } catch {
        await untilOnline(retryMs);
        retryMs = Math.min(LONGEST_RETRY_MS, retryMs * 2);
      }
    }
    isLoading = false;
    for (const listener of listeners) listener();
  }

  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    void loadWhileWanted();
    return () => void listeners.delete(listener);
  }

  return function LazyPart(props: Props) {
    const Part = useSyncExternalStore(
      subscribe,
      () => part,
      () => undefined,
    );
    return Part === undefined ? loading?.() : <Part {...props} />;
  };
}

/** Until the browser has a network again, and no longer than that: it may be wrong about it. */
function untilOnline(atMostMs: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      removeEventListener("online", end);
      resolve();
    };
    const timer = setTimeout(end, atMostMs);
    addEventListener("online", end);
  });
}
