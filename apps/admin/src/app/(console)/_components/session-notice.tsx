"use client";

import { Button } from "@spool/ui/button";
import { useEffect, useState } from "react";
import { signInAgainPath } from "../../../lib/safe-return-path.ts";
import { useSupabase } from "../../../lib/supabase-browser.tsx";

/** Says so, over everything else, when this page's session has ended or another person signed in in another tab. */
export function SessionNotice({ userId }: { userId: string }) {
  const state = useSessionState(userId);
  if (state === "held") return null;
  return (
    <div
      role="alert"
      className="sticky top-0 z-30 flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-attention/40 bg-attention-wash px-4 py-2 sm:px-6"
    >
      <p className="min-w-0 flex-1 basis-64">
        {state === "ended"
          ? "You are signed out. What you see is not kept up any more; what you typed into a new job is kept."
          : "Somebody else has signed in here, in another tab. What you see is yours; what you do now would be done as them."}
      </p>
      {state === "ended" ? (
        <Button onClick={() => location.assign(signInAgainPath(`${location.pathname}${location.search}`))}>
          Sign in again
        </Button>
      ) : (
        <Button onClick={() => location.reload()}>Go on as them</Button>
      )}
    </div>
  );
}

/** Looked at when the page is come back to, and whenever something could not be asked for. */
function useSessionState(userId: string): "held" | "ended" | "another's" {
  const supabase = useSupabase();
  const [owner, setOwner] = useState<string | null>(userId);

  useEffect(() => {
    const look = () => void supabase.sessionOwner().then(setOwner);
    const forget = supabase.onSessionMissed(look);
    addEventListener("focus", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      forget();
      removeEventListener("focus", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [supabase]);

  return owner === userId ? "held" : owner === null ? "ended" : "another's";
}
