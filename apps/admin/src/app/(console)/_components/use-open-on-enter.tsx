"use client";

import { useCallback, useRef } from "react";
import { useActiveTooltipLabel } from "recharts";

/**
 * Opens what the arrow keys point at in a chart. `Follow` has to stand in the chart, which alone knows where they are;
 * `onKeyDown` belongs around it.
 */
export function useOpenOnEnter(open: (label: unknown) => void) {
  const pointed = useRef<unknown>(undefined);
  const Follow = useCallback(function Follow() {
    pointed.current = useActiveTooltipLabel();
    return null;
  }, []);
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === "Enter" && pointed.current !== undefined) open(pointed.current);
  };
  return { onKeyDown, Follow };
}
