import type { BrowserSupabase } from "../lib/supabase-browser.tsx";
import { correctedNowMs } from "../time/now.ts";
import type { LiveEvent } from "./live-sign.ts";

/**
 * Tells whether the server answers on the Realtime connection, until the returned function is called.
 *
 * A connection can die without being closed; then its heartbeat stays without an answer.
 */
export function watchConnection(supabase: BrowserSupabase, tell: (event: LiveEvent) => void): () => void {
  let isLeft = false;
  void supabase.realtime().then((realtime) =>
    realtime.onHeartbeat((status) => {
      if (isLeft || status === "sent") return;
      tell({ kind: status === "ok" ? "heard" : "silence", atMs: correctedNowMs() });
    }),
  );

  function tellNetwork(): void {
    tell({ kind: navigator.onLine ? "browser_online" : "browser_offline", atMs: correctedNowMs() });
  }
  tellNetwork();
  addEventListener("online", tellNetwork);
  addEventListener("offline", tellNetwork);
  return () => {
    removeEventListener("online", tellNetwork);
    removeEventListener("offline", tellNetwork);
    isLeft = true;
  };
}
