"use client";

import { useEffect, useState } from "react";
import { lazyPart } from "../../../lib/lazy-part.tsx";

const Toaster = lazyPart(() => import("./toaster.tsx").then((module) => module.ConsoleToaster));

/** A page that moves all the time is never idle. */
const LONGEST_WAIT_MS = 1_000;

/** Where toasts appear. It comes when the page is done with everything else, and shows what was said by then. */
export function Toasts() {
  const [isIdle, setIsIdle] = useState(false);

  useEffect(() => {
    // Safari has no requestIdleCallback.
    if (typeof requestIdleCallback !== "function") {
      const timer = setTimeout(() => setIsIdle(true), LONGEST_WAIT_MS);
      return () => clearTimeout(timer);
    }
    const handle = requestIdleCallback(() => setIsIdle(true), { timeout: LONGEST_WAIT_MS });
    return () => cancelIdleCallback(handle);
  }, []);

  return isIdle ? <Toaster /> : null;
}
