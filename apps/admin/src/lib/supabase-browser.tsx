"use client";

import { createContext, useContext, useState } from "react";
import { createBrowserSupabase, type BrowserSupabase } from "./browser-client.ts";
import type { ConsoleConfig } from "./console-config.ts";

export type { BrowserSupabase, Supabase } from "./browser-client.ts";

const SupabaseContext = createContext<BrowserSupabase | null>(null);

interface SupabaseProviderProps {
  config: ConsoleConfig;
  /** The server's clock when it drew the page: what a token's end is held against. */
  renderedAtMs: number;
  children: React.ReactNode;
}

export function SupabaseProvider({ config, renderedAtMs, children }: SupabaseProviderProps) {
  const [supabase] = useState<BrowserSupabase>(() => {
    const driftMs = renderedAtMs - Date.now();
    return createBrowserSupabase(config, () => Date.now() + driftMs);
  });
  return <SupabaseContext value={supabase}>{children}</SupabaseContext>;
}

/** The signed-in person's client. */
export function useSupabase(): BrowserSupabase {
  const supabase = useContext(SupabaseContext);
  if (supabase === null) throw new Error("useSupabase is called outside SupabaseProvider");
  return supabase;
}
