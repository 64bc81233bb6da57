import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "./database.types.ts";

/**
 * A client that acts with the secret key: it bypasses row level security, so it never leaves a server.
 *
 * It keeps no session and refreshes nothing, so it leaves no timer behind.
 */
export function createServiceClient(supabaseUrl: string, secretKey: string): SupabaseClient<Database> {
  return createClient<Database>(supabaseUrl, secretKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  });
}
