"use client";

import { useEffect, useEffectEvent, type RefObject } from "react";

/** Whether somebody is typing, so that letters are letters. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches("input, textarea, select, [role=menu] *"));

/** j and k move through the rows; enter, which is the browser's own, opens the one that has the focus. */
export function useRowKeys(
  body: RefObject<HTMLElement | null>,
  scrollToIndex: (index: number) => void,
): void {
  const handleKey = useEffectEvent((event: KeyboardEvent) => {
    const step = event.key === "j" ? 1 : event.key === "k" ? -1 : 0;
    if (step === 0 || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
    const focused = document.activeElement?.closest<HTMLElement>("[data-row-index]");
    const index = focused ? Number(focused.dataset["rowIndex"]) + step : 0;
    const link = body.current?.querySelector<HTMLElement>(`[data-row-index="${index}"] a`);
    if (!link) return;
    event.preventDefault();
    scrollToIndex(index);
    link.focus({ preventScroll: true });
  });

  useEffect(() => {
    const listener = (event: KeyboardEvent) => handleKey(event);
    addEventListener("keydown", listener);
    return () => removeEventListener("keydown", listener);
  }, []);
}
