import { dehydrate, HydrationBoundary, type QueryClient } from "@tanstack/react-query";
import type { Supabase } from "./supabase-browser.tsx";
import { createQueryClient } from "./query-client.ts";
import { supabaseServer } from "./supabase-server.ts";

interface PrefetchedProps {
  /** Starts what the page will ask for. */
  queries: (client: QueryClient, supabase: Supabase) => Promise<unknown>[];
  children: React.ReactNode;
}

/** Asks the database on the server, so that a page arrives with its content. What fails is asked again, and shown, by the browser. */
export async function Prefetched({ queries, children }: PrefetchedProps) {
  const queryClient = createQueryClient();
  await Promise.allSettled(queries(queryClient, await supabaseServer()));
  return <HydrationBoundary state={dehydrate(queryClient)}>{children}</HydrationBoundary>;
}
