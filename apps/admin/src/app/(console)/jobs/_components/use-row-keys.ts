"use client";

import { useEffect, useEffectEvent, type RefObject } from "react";
import { isPageKey } from "../../../../lib/is-typing.ts";

interface RowKeys {
  body: RefObject<HTMLElement | null>;
  /** The uppermost row that is seen whole. */
  firstInSight: () => number;
  scrollToIndex: (index: number) => void;
  onChoose: (index: number) => void;
  onEscape: () => void;
  onEdge: (edge: "newest" | "oldest") => void;
}

/**
 * j and k move through the rows, from the first in sight on; x chooses one, enter, which is the browser's own,
 * opens it; home and end lead to the newest and the oldest job there is, not only of those that were read.
 */
export function useRowKeys(keys: RowKeys): void {
  const { body, firstInSight, scrollToIndex, onChoose, onEscape, onEdge } = keys;
  const handleKey = useEffectEvent((event: KeyboardEvent) => {
    if (!isPageKey(event)) return;
    const focused = document.activeElement?.closest<HTMLElement>("[data-row-index]");
    switch (event.key) {
      case "j":
      case "k": {
        const step = event.key === "j" ? 1 : -1;
        const index = focused ? Number(focused.dataset["rowIndex"]) + step : firstInSight();
        const link = body.current?.querySelector<HTMLElement>(`[data-row-index="${index}"] a`);
        if (!link) return;
        scrollToIndex(index);
        link.focus({ preventScroll: true });
        break;
      }
      case "x":
        if (!focused) return;
        onChoose(Number(focused.dataset["rowIndex"]));
        break;
      case "Home":
      case "End":
        onEdge(event.key === "Home" ? "newest" : "oldest");
        break;
      case "Escape":
        onEscape();
        return;
      default:
        return;
    }
    event.preventDefault();
  });

  useEffect(() => {
    const listener = (event: KeyboardEvent) => handleKey(event);
    addEventListener("keydown", listener);
    return () => removeEventListener("keydown", listener);
  }, []);
}
