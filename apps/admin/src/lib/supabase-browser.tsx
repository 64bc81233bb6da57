"use client";

import { createContext, useContext, useState } from "react";
import { correctedNowMs } from "../time/now.ts";
import { createBrowserSupabase, type BrowserSupabase } from "./browser-client.ts";
import type { ConsoleConfig } from "./console-config.ts";

export type { BrowserSupabase, Supabase } from "./browser-client.ts";

const SupabaseContext = createContext<BrowserSupabase | null>(null);

interface SupabaseProviderProps {
  config: ConsoleConfig;
  children: React.ReactNode;
}

export function SupabaseProvider({ config, children }: SupabaseProviderProps) {
  const [supabase] = useState<BrowserSupabase>(() => createBrowserSupabase(config, correctedNowMs));
  return <SupabaseContext value={supabase}>{children}</SupabaseContext>;
}

/** The signed-in person's client. */
export function useSupabase(): BrowserSupabase {
  const supabase = useContext(SupabaseContext);
  if (supabase === null) throw new Error("useSupabase is called outside SupabaseProvider");
  return supabase;
}
