import { queryOptions } from "@tanstack/react-query";
import type { Supabase } from "../../lib/supabase-browser.tsx";

const VIDEOS_BUCKET = "videos";
const VALID_SECONDS = 3_600;
/** Asked for again while the old address still works, so that a player never meets an expired one. */
const FRESH_MS = (VALID_SECONDS - 600) * 1_000;
/** Long enough to gather the pictures of one screen into one request. */
const GATHER_MS = 10;

/** An address under which the reader may fetch one file of the private bucket for an hour; null where there is no such file. */
export const signedUrlQuery = (supabase: Supabase, path: string | null) =>
  // eslint-disable-next-line @tanstack/query/exhaustive-deps -- the client is the same for as long as the cache lives
  queryOptions({
    queryKey: ["signed-url", path] as const,
    enabled: path !== null,
    staleTime: FRESH_MS,
    refetchInterval: FRESH_MS,
    queryFn: () => (path === null ? null : signTogether(supabase, path)),
  });

interface Batch {
  paths: Set<string>;
  urls: Promise<Map<string, string>>;
}

const batches = new WeakMap<Supabase, Batch>();

/** Signs a path in one request with all others that are asked for in the same moment. */
async function signTogether(supabase: Supabase, path: string): Promise<string | null> {
  let batch = batches.get(supabase);
  if (batch === undefined) {
    const paths = new Set<string>();
    batch = { paths, urls: signAfterGathering(supabase, paths) };
    batches.set(supabase, batch);
  }
  batch.paths.add(path);
  return (await batch.urls).get(path) ?? null;
}

async function signAfterGathering(supabase: Supabase, paths: Set<string>): Promise<Map<string, string>> {
  await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
  batches.delete(supabase);
  const { data, error } = await supabase.storage
    .from(VIDEOS_BUCKET)
    .createSignedUrls([...paths], VALID_SECONDS);
  if (error) throw error;
  return new Map(
    data.flatMap(({ path, signedUrl, error: refused }) =>
      path !== null && signedUrl !== null && !refused ? [[path, signedUrl]] : [],
    ),
  );
}
