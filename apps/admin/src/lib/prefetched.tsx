import { dehydrate, type DehydratedState, type QueryClient } from "@tanstack/react-query";
import { Arriving } from "./arriving.tsx";
import type { Supabase } from "./supabase-browser.tsx";
import { createQueryClient } from "./query-client.ts";
import { supabaseServer } from "./supabase-server.ts";

/** A page is not held back for longer: what is not here by then is asked for, and waited for in its place, by the browser. */
const LONGEST_WAIT_MS = 1_000;

type Queries = (client: QueryClient, supabase: Supabase) => Promise<unknown>[];

interface PrefetchedProps {
  /** Starts what the page will ask for. */
  queries: Queries;
  children: React.ReactNode;
}

/**
 * Asks the database on the server, so that a page arrives with its content. What fails is asked again, and shown, by the browser.
 *
 * Nothing waits here: a page inside a frame asks while the frame does.
 */
export function Prefetched({ queries, children }: PrefetchedProps) {
  return <Arriving state={fetchState(queries)}>{children}</Arriving>;
}

async function fetchState(queries: Queries): Promise<DehydratedState> {
  const queryClient = createQueryClient();
  const asked = Promise.allSettled(queries(queryClient, await supabaseServer()));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise((resolve) => {
    timer = setTimeout(resolve, LONGEST_WAIT_MS);
  });
  await Promise.race([asked, tooLate]);
  clearTimeout(timer);
  const state = dehydrate(queryClient);
  void queryClient.cancelQueries();
  return state;
}
