"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { SIGNED_URLS } from "../data/files/signed-url-query.ts";
import { useLiveState } from "./live-connection.tsx";

/**
 * After a break everything that is shown is asked for again, also what no topic tells of. What was asked over a
 * connection that died may never be answered: it is dropped.
 */
export function useAskAgainAfterBreak(): void {
  const queryClient = useQueryClient();
  const { staleSinceMs, hasBeenLive } = useLiveState();
  const isBroken = hasBeenLive && staleSinceMs !== null;
  const wasBroken = useRef(false);

  useEffect(() => {
    if (wasBroken.current && !isBroken) {
      void queryClient.invalidateQueries({
        // An address that is signed still holds, and a new one would begin a video anew.
        predicate: ({ queryKey }) => queryKey[0] !== SIGNED_URLS,
      });
    }
    wasBroken.current = isBroken;
  }, [queryClient, isBroken]);
}
