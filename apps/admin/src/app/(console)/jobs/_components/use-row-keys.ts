"use client";

import { useEffect, useEffectEvent, type RefObject } from "react";
import { isTyping } from "../../../../lib/is-typing.ts";

interface RowKeys {
  body: RefObject<HTMLElement | null>;
  scrollToIndex: (index: number) => void;
  onChoose: (index: number) => void;
  onEscape: () => void;
  onOpenFilter: () => void;
  onEdge: (edge: "newest" | "oldest") => void;
}

/**
 * j and k move through the rows, x chooses one, enter, which is the browser's own, opens it; / leads to the filter, and home
 * and end to the newest and the oldest job there is, not only of those that were read.
 */
export function useRowKeys({ body, scrollToIndex, onChoose, onEscape, onOpenFilter, onEdge }: RowKeys): void {
  const handleKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
    const focused = document.activeElement?.closest<HTMLElement>("[data-row-index]");
    switch (event.key) {
      case "j":
      case "k": {
        const step = event.key === "j" ? 1 : -1;
        const index = focused ? Number(focused.dataset["rowIndex"]) + step : 0;
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
      case "/":
        onOpenFilter();
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
