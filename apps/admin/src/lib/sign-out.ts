import type { BrowserSupabase } from "./browser-client.ts";

/** Ends the session in this browser. */
export async function signOut(supabase: BrowserSupabase): Promise<void> {
  // The session ends here even when the server cannot be told.
  await (await supabase.full()).auth.signOut({ scope: "local" });
  // A new page, so that nothing of what was seen stays in memory.
  location.replace("/sign-in");
}
