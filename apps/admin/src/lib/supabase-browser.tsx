"use client";

import { createBrowserClient } from "@supabase/ssr";
import type { SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "@spool/db/database.types";
import { createContext, useContext, useState } from "react";
import type { ConsoleConfig } from "./console-config.ts";

export type Supabase = SupabaseClient<Database>;

const SupabaseContext = createContext<Supabase | null>(null);

// Short, so that a connection that died without a word is noticed while somebody is still looking.
const HEARTBEAT_MS = 5_000;

export function SupabaseProvider({ config, children }: { config: ConsoleConfig; children: React.ReactNode }) {
  const [supabase] = useState<Supabase>(() =>
    createBrowserClient<Database>(config.supabaseUrl, config.publishableKey, {
      realtime: { heartbeatIntervalMs: HEARTBEAT_MS },
    }),
  );
  return <SupabaseContext value={supabase}>{children}</SupabaseContext>;
}

/** The signed-in person's client. */
export function useSupabase(): Supabase {
  const supabase = useContext(SupabaseContext);
  if (supabase === null) throw new Error("useSupabase is called outside SupabaseProvider");
  return supabase;
}
