import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { probeMedia } from "@spool/media/probe-media";
import { SetupError } from "../platform/settings.ts";
import type { JobRow } from "../platform/watch-job.ts";

/** The facts of the video as ffprobe reads them from the downloaded file, not as the row states them. */
export async function describeResult(job: JobRow): Promise<Record<string, unknown>> {
  if (job.video_url === null || job.started_at === null || job.finished_at === null) {
    throw new SetupError(`Job ${job.id} is completed but lacks its video or its times.`);
  }
  const directory = await mkdtemp(path.join(tmpdir(), "spool-demo-"));
  try {
    const response = await fetch(job.video_url);
    if (!response.ok) throw new SetupError(`The video cannot be downloaded: HTTP ${response.status}.`);
    const file = path.join(directory, "video.mp4");
    await writeFile(file, Buffer.from(await response.arrayBuffer()));
    const media = await probeMedia(file);
    return {
      job_id: job.id,
      status: job.status,
      video_url: job.video_url,
      video_path: job.video_path,
      duration_seconds: media.durationSeconds,
      width: media.widthPx,
      height: media.heightPx,
      video_codec: media.videoCodec,
      audio_codec: media.audioCodec,
      insert_to_start_ms: Date.parse(job.started_at) - Date.parse(job.created_at),
      processing_ms: Date.parse(job.finished_at) - Date.parse(job.started_at),
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
