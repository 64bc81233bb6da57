"use client";

import { useSyncExternalStore } from "react";

/** The width below which a row becomes two lines: the `lg` of the style sheet. */
const NARROW = "(width < 64rem)";

function subscribe(listener: () => void): () => void {
  const query = matchMedia(NARROW);
  query.addEventListener("change", listener);
  return () => query.removeEventListener("change", listener);
}

/** Whether rows are two lines high. The server draws for a wide screen. */
export const useIsNarrow = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => matchMedia(NARROW).matches,
    () => false,
  );
