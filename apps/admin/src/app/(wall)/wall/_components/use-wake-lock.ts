"use client";

import { useEffect } from "react";

/** Keeps the screen on while the page is seen, where the browser can. It lets go when the tab is hidden: then it is asked again. */
export function useWakeLock(): void {
  useEffect(() => {
    let held: WakeLockSentinel | undefined;
    let isOver = false;

    async function hold(): Promise<void> {
      if (!("wakeLock" in navigator) || document.visibilityState !== "visible") return;
      try {
        const lock = await navigator.wakeLock.request("screen");
        if (isOver) await lock.release();
        else held = lock;
      } catch {
        // Refused while the battery is low, or over plain HTTP: the screen then does as its owner set it.
      }
    }

    const handleVisibility = () => void hold();
    void hold();
    document.addEventListener("visibilitychange", handleVisibility);
    return () => {
      isOver = true;
      document.removeEventListener("visibilitychange", handleVisibility);
      void held?.release();
    };
  }, []);
}
