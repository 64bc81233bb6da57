import { createClient } from "@supabase/supabase-js";
import type { Logger } from "pino";
import { z } from "zod";
import { BUCKET, SIGNED_FOR_SECONDS, type StorageAccess } from "../package/storage.ts";

const LOOK_EVERY_MS = 15_000;
const CALL_TIMEOUT_MS = 10_000;

const dueSchema = z.array(
  z.object({ job_id: z.uuid(), video_path: z.string(), thumbnail_path: z.string().nullable() }),
);

/**
 * Signs anew the addresses of videos that somebody asked for with `get_video_url`. Any number of orchestrators may do
 * so at once. Returns what ends it; a failure is logged once and tried again.
 */
export function startRenewingVideoUrls(
  { url, secretKey }: StorageAccess,
  log: Logger,
  lookEveryMs = LOOK_EVERY_MS,
): () => Promise<void> {
  const stopping = new AbortController();
  const supabase = createClient(url, secretKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: {
      fetch: (input, init) =>
        fetch(input, {
          ...init,
          signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(CALL_TIMEOUT_MS)]),
        }),
    },
  });

  async function renewDue(): Promise<void> {
    const taken = await supabase.rpc("take_video_url_renewals").throwOnError();
    for (const { job_id, video_path, thumbnail_path } of dueSchema.parse(taken.data)) {
      const signedAtMs = Date.now();
      const paths = [video_path, thumbnail_path].filter((path) => path !== null);
      const { data: signed, error } = await supabase.storage
        .from(BUCKET)
        .createSignedUrls(paths, SIGNED_FOR_SECONDS);
      if (error) throw error;
      const [video, thumbnail] = signed;
      if (!video?.signedUrl) {
        log.warn({ jobId: job_id, path: video_path }, "The video to be signed anew is not there");
        continue;
      }
      await supabase
        .rpc("store_video_url", {
          job_id,
          video_path,
          video_url: video.signedUrl,
          thumbnail_url: thumbnail?.signedUrl ?? null,
          expires_at: new Date(signedAtMs + SIGNED_FOR_SECONDS * 1_000).toISOString(),
        })
        .throwOnError();
    }
  }

  let isFailing = false;
  let running = Promise.resolve();
  const look = () => {
    running = running.then(renewDue).then(
      () => {
        isFailing = false;
      },
      (error: unknown) => {
        if (!isFailing && !stopping.signal.aborted)
          log.warn({ err: error }, "Addresses of videos cannot be renewed for now");
        isFailing = true;
      },
    );
  };
  const timer = setInterval(look, lookEveryMs);
  return async () => {
    clearInterval(timer);
    stopping.abort();
    await running;
  };
}
