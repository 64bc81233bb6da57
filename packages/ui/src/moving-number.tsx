"use client";

import { useEffect, useRef } from "react";

const DURATION_MS = 200;

/** A whole number that counts to its new value. Those who asked for less motion see it change at once. */
export function MovingNumber({ value }: { value: number }) {
  const element = useRef<HTMLSpanElement>(null);
  const shown = useRef(value);

  useEffect(() => {
    const from = shown.current;
    if (from === value || matchMedia("(prefers-reduced-motion: reduce)").matches) {
      shown.current = value;
      return;
    }
    const startedMs = performance.now();
    let frame = requestAnimationFrame(function step(nowMs) {
      const ratio = Math.min(1, (nowMs - startedMs) / DURATION_MS);
      shown.current = Math.round(from + (value - from) * ratio);
      if (element.current) element.current.textContent = shown.current.toLocaleString("en");
      if (ratio < 1) frame = requestAnimationFrame(step);
    });
    return () => {
      cancelAnimationFrame(frame);
      shown.current = value;
    };
  }, [value]);

  return (
    <span ref={element} className="tabular-nums">
      {value.toLocaleString("en")}
    </span>
  );
}
