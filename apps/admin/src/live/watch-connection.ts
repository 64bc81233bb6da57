import type { Supabase } from "../lib/supabase-browser.tsx";
import type { LiveEvent } from "./live-sign.ts";

/**
 * Tells whether the server answers on the Realtime connection, until the returned function is called.
 *
 * A connection can die without being closed; then its heartbeat stays without an answer.
 */
export function watchConnection(supabase: Supabase, tell: (event: LiveEvent) => void): () => void {
  supabase.realtime.onHeartbeat((status) => {
    if (status !== "sent") tell({ kind: status === "ok" ? "heard" : "silence", atMs: Date.now() });
  });

  function tellNetwork(): void {
    tell({ kind: navigator.onLine ? "browser_online" : "browser_offline", atMs: Date.now() });
  }
  tellNetwork();
  addEventListener("online", tellNetwork);
  addEventListener("offline", tellNetwork);
  return () => {
    removeEventListener("online", tellNetwork);
    removeEventListener("offline", tellNetwork);
    supabase.realtime.onHeartbeat(() => undefined);
  };
}
