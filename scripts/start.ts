import { createServiceClient } from "@spool/db/service-client";
import { ensureAdministrator } from "./platform/administrator.ts";
import { startPlatform, type Platform } from "./platform/platform.ts";
import { readSettings } from "./platform/settings.ts";
import { interruption, runCommand, say, statusLine, untilAborted } from "./platform/terminal.ts";
import { describeProgress, submitJob, watchJob } from "./platform/watch-job.ts";

const SAMPLE_TIMEOUT_SECONDS = 600;

const SAMPLE_JOB = {
  job_type: "doubt",
  priority: "high",
  payload: {
    question: "What is Article 21 of the Constitution of India?",
    text:
      "Article 21 says that no person shall be deprived of life or personal liberty except according to procedure " +
      "established by law. It protects citizens and foreigners alike. The Supreme Court has read the right to live " +
      "with dignity into it. Privacy, clean air, legal aid and a speedy trial are part of it today. " +
      "The procedure that takes liberty away must be fair, just and reasonable.",
    length: 60,
  },
};

await runCommand(async () => {
  const startedAt = performance.now();
  const settings = readSettings();
  const interrupted = interruption();
  const platform = await startPlatform(settings, {
    withConsole: true,
    onStep: say,
    signal: interrupted,
  });
  try {
    const administrator = await ensureAdministrator(settings.dataDir, platform);
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    say(`\nSpool is ready after ${seconds} s.\n`);
    say(`  Console   ${platform.consoleUrl ?? ""}`);
    say(`  Sign in   ${administrator.email}${administrator.isNew ? `  ${administrator.password}` : ""}`);
    say(
      `            ${administrator.isNew ? "Shown once, and kept" : "The password is kept"} in ${administrator.file}`,
    );
    say(`  API       ${platform.apiUrl}`);
    say(`  Key       ${platform.publishableKey}`);
    if (platform.inboxUrl !== null) say(`  Mails     ${platform.inboxUrl}`);
    say(`  Logs      ${platform.logDir}\n`);
    say("Ctrl-C stops everything.\n");

    // A sample that does not come about is worth a line, not the end of what runs.
    const sampleJob = renderSampleJob(platform).catch((error: unknown) =>
      say(`\nNo sample video: ${String(error)}`),
    );
    const failed = await Promise.race([
      untilAborted(interrupted).then(() => null),
      platform.failed,
      sampleJob.then(() => new Promise<never>(() => undefined)),
    ]);
    if (failed !== null) {
      say(`\n${failed}`);
      process.exitCode = 1;
    }
  } finally {
    say("\nStopping …");
    await platform.stop();
    say("Stopped. Nothing is left running.");
  }
});

/** The first start makes a first video, so that there is something to look at. */
async function renderSampleJob(platform: Platform): Promise<void> {
  const { count } = await createServiceClient(platform.apiUrl, platform.secretKey)
    .from("jobs")
    .select("id", { count: "exact", head: true })
    .throwOnError();
  if (count !== 0) return;

  const job = await submitJob(platform, SAMPLE_JOB);
  const jobUrl = `${platform.consoleUrl ?? platform.apiUrl}/jobs/${job.id}`;
  const show = statusLine();
  const finished = await watchJob(platform, job, {
    timeoutSeconds: SAMPLE_TIMEOUT_SECONDS,
    onChange: (row) => show(`Sample job: ${describeProgress(row)}`),
  });
  say(
    finished.status === "completed"
      ? `\nThe sample video is ready: ${jobUrl}`
      : `\nThe sample job ${finished.status}; its page says why: ${jobUrl}`,
  );
}
