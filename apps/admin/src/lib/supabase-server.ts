import { createServerClient } from "@supabase/ssr";
import type { Database } from "@spool/db/database.types";
import { cookies } from "next/headers";
import { environment } from "../env.ts";

/** A client that acts as whoever sent the request being answered. */
export async function supabaseServer() {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = environment();
  const cookieStore = await cookies();
  return createServerClient<Database>(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, {
    cookies: {
      getAll: () => cookieStore.getAll(),
      setAll: (written) => {
        try {
          for (const { name, value, options } of written) cookieStore.set(name, value, options);
        } catch {
          // A page cannot write cookies; only actions can. The proxy has refreshed the session already.
        }
      },
    },
  });
}
