import { parseArgs } from "node:util";
import { createServiceClient } from "@spool/db/service-client";
import { ensureAdministrator } from "./platform/administrator.ts";
import { startPlatform, type Platform } from "./platform/platform.ts";
import { readSettings, SetupError } from "./platform/settings.ts";
import { interruption, runCommand, say, statusLine, untilAborted } from "./platform/terminal.ts";
import { describeProgress, submitJob, watchJob } from "./platform/watch-job.ts";
import {
  connectSuperuser,
  fillSampleData,
  keepSampleNodesAlive,
  removeSampleData,
} from "./sample-data/sample-data.ts";
import { giveThumbnails } from "./sample-data/give-thumbnails.ts";

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
  const options = readOptions();
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
    await seeToSampleData(options, settings.dataDir, platform, interrupted);
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

/** Throws a SetupError for an option that does not exist. */
function readOptions(): { "sample-data": boolean; "remove-sample-data": boolean } {
  try {
    return parseArgs({
      options: {
        "sample-data": { type: "boolean", default: false },
        "remove-sample-data": { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    throw new SetupError(`${(error as Error).message} There are --sample-data and --remove-sample-data.`, {
      cause: error,
    });
  }
}

/** A made-up fleet for a first look, or its end. Its nodes answer as long as this process runs. */
async function seeToSampleData(
  options: ReturnType<typeof readOptions>,
  dataDir: string,
  platform: Platform,
  interrupted: AbortSignal,
): Promise<void> {
  if (!options["sample-data"] && !options["remove-sample-data"]) return;
  const superuser = await connectSuperuser(dataDir, platform.databaseUrl);
  if (options["remove-sample-data"]) {
    await removeSampleData(superuser);
    await superuser.end();
    say("The sample data is gone.\n");
    return;
  }
  const jobs = await fillSampleData(superuser);
  await giveThumbnails(superuser, createServiceClient(platform.apiUrl, platform.secretKey)).catch(
    (error: unknown) => say(`The sample jobs have no pictures: ${String(error)}`),
  );
  say(
    `The project "Sample data" has ${jobs.toLocaleString("en")} jobs. --remove-sample-data takes them away.\n`,
  );
  void keepSampleNodesAlive(superuser, interrupted)
    .catch((error: unknown) => say(`\nThe simulated nodes stopped answering: ${String(error)}`))
    .finally(() => void superuser.end());
}

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
