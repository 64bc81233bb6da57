"use client";

import { useEffect, useState } from "react";

const REST_MS = 3_000;

/** Whether the pointer moved a moment ago: what is for people at the screen is shown only then. */
export function useIsPointing(): boolean {
  const [isPointing, setIsPointing] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    function handleMove(): void {
      setIsPointing(true);
      clearTimeout(timer);
      timer = setTimeout(() => setIsPointing(false), REST_MS);
    }
    addEventListener("pointermove", handleMove);
    return () => {
      removeEventListener("pointermove", handleMove);
      clearTimeout(timer);
    };
  }, []);
  return isPointing;
}
