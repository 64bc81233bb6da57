import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { probeMedia } from "@spool/media/probe-media";
import { findRunningInstance, type RunningInstance } from "./platform/instance.ts";
import { startPlatform } from "./platform/platform.ts";
import { readSettings, SetupError } from "./platform/settings.ts";
import { interruption, runCommand, say, statusLine, untilAborted } from "./platform/terminal.ts";
import { describeProgress, submitJob, watchJob, type JobRow } from "./platform/watch-job.ts";

const DEMO_JOB = {
  job_type: "doubt",
  priority: "high",
  payload: {
    question: "Why is the sky blue?",
    text:
      "Sunlight holds all colours. Air molecules scatter short waves far more than long ones. " +
      "Blue light has a short wavelength, so it reaches our eyes from every direction of the sky. " +
      "At sunset the light crosses more air, the blue is scattered away, and red remains.",
    length: 60,
  },
};

await runCommand(async () => {
  const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
  const settings = readSettings();
  const interrupted = interruption();
  const running = findRunningInstance(settings.dataDir)?.running;
  if (running) {
    say("Spool is running already; the demo uses it.");
    await untilDoneOr(interrupted, demo(running, values.json));
    return;
  }
  // Free ports: the demo must not fail because something else listens on the usual ones.
  const platform = await startPlatform(
    { ...settings, apiPort: 0, databasePort: 0, orchestratorPort: 0, workerPort: 0 },
    { withConsole: false, onStep: say, signal: interrupted },
  );
  try {
    await untilDoneOr(interrupted, demo(platform, values.json));
  } finally {
    await platform.stop();
  }
});

async function untilDoneOr(interrupted: AbortSignal, work: Promise<void>): Promise<void> {
  await Promise.race([work, untilAborted(interrupted)]);
  interrupted.throwIfAborted();
}

async function demo(access: Pick<RunningInstance, "apiUrl" | "secretKey">, isJson: boolean): Promise<void> {
  const show = statusLine();
  const submitted = await submitJob(access, DEMO_JOB);
  const job = await watchJob(access, submitted, {
    timeoutSeconds: 600,
    onChange: (row) => show(describeProgress(row)),
  });
  if (job.status !== "completed") {
    throw new SetupError(`The job ${job.status}: ${JSON.stringify(job.error)}`);
  }
  const facts = await describeResult(job);
  process.stdout.write(`${JSON.stringify(facts, null, isJson ? 0 : 2)}\n`);
}

/** The facts of the video as ffprobe reads them from the downloaded file, not as the row states them. */
async function describeResult(job: JobRow): Promise<Record<string, unknown>> {
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
