import { queryOptions } from "@tanstack/react-query";
import type { BrowserSupabase } from "../../lib/supabase-browser.tsx";

/** What the keys of these queries begin with. */
export const SIGNED_URLS = "signed-url";

const VIDEOS_BUCKET = "videos";
const VALID_SECONDS = 3_600;
/** Asked for again while the old address still works, so that a player never meets an expired one. */
const FRESH_MS = (VALID_SECONDS - 600) * 1_000;
/** Long enough to gather the pictures of one screen into one request. */
const GATHER_MS = 10;

/** An address under which the reader may fetch one file of the private bucket for an hour; null where there is no such file. */
export const signedUrlQuery = (supabase: BrowserSupabase, path: string | null) =>
  // eslint-disable-next-line @tanstack/query/exhaustive-deps -- the client is the same for as long as the cache lives
  queryOptions({
    queryKey: [SIGNED_URLS, path] as const,
    enabled: path !== null,
    staleTime: FRESH_MS,
    refetchInterval: FRESH_MS,
    queryFn: () => (path === null ? null : signTogether(supabase, path)),
  });

interface Batch {
  paths: Set<string>;
  urls: Promise<Map<string, string>>;
}

const batches = new WeakMap<BrowserSupabase, Batch>();

/** Signs a path in one request with all others that are asked for in the same moment. */
async function signTogether(supabase: BrowserSupabase, path: string): Promise<string | null> {
  let batch = batches.get(supabase);
  if (batch === undefined) {
    const paths = new Set<string>();
    batch = { paths, urls: signAfterGathering(supabase, paths) };
    batches.set(supabase, batch);
  }
  batch.paths.add(path);
  return (await batch.urls).get(path) ?? null;
}

async function signAfterGathering(
  supabase: BrowserSupabase,
  paths: Set<string>,
): Promise<Map<string, string>> {
  await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
  batches.delete(supabase);
  const response = await supabase.fetch(`/storage/v1/object/sign/${VIDEOS_BUCKET}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ expiresIn: VALID_SECONDS, paths: [...paths] }),
  });
  if (!response.ok) throw new Error(`Storage answered ${response.status}: ${await response.text()}`);
  const answers = (await response.json()) as SignedPath[]; // Storage's answer to this request
  return new Map(
    answers.flatMap(({ path, signedURL }) =>
      signedURL === null ? [] : [[path, supabase.addressOf(`/storage/v1${signedURL}`)]],
    ),
  );
}

interface SignedPath {
  path: string;
  /** From `/object` on; null where there is no such file. */
  signedURL: string | null;
}
