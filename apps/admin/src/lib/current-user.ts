import { redirect } from "next/navigation";
import { supabaseServer } from "./supabase-server.ts";

/** The id of whoever sent this request. The proxy lets nobody else through; this is the second lock. */
export async function currentUserId(): Promise<string> {
  const supabase = await supabaseServer();
  const { data } = await supabase.auth.getClaims();
  if (data === null) redirect("/sign-in");
  return data.claims.sub;
}
