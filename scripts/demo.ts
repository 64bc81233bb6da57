import { parseArgs } from "node:util";
import { JOB_TYPE_NAMES, jobTypeSchema, type JobTypeName } from "@spool/contracts/job-catalogue";
import { describeResult } from "./demo/describe-result.ts";
import { renderSamples } from "./demo/render-samples.ts";
import { findRunningInstance, type RunningInstance } from "./platform/instance.ts";
import { startPlatform } from "./platform/platform.ts";
import { readSettings, SetupError } from "./platform/settings.ts";
import { interruption, runCommand, say, statusLine, untilAborted } from "./platform/terminal.ts";
import { describeProgress, submitJob, watchJob } from "./platform/watch-job.ts";

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
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      type: { type: "string" },
      sample: { type: "string" },
    },
  });
  const type = sampleType(values.type);
  const run = (access: Access) =>
    type === undefined ? demo(access, values.json) : demoSamples(access, type, values.sample, values.json);
  const settings = readSettings();
  const interrupted = interruption();
  const running = findRunningInstance(settings.dataDir)?.running;
  if (running) {
    say("Spool is running already; the demo uses it.");
    await untilDoneOr(interrupted, run(running));
    return;
  }
  // Free ports: the demo must not fail because something else listens on the usual ones.
  const platform = await startPlatform(
    { ...settings, apiPort: 0, databasePort: 0, orchestratorPort: 0, workerPort: 0 },
    { withConsole: false, onStep: say, signal: interrupted },
  );
  try {
    await untilDoneOr(interrupted, run(platform));
  } finally {
    await platform.stop();
  }
});

async function untilDoneOr(interrupted: AbortSignal, work: Promise<void>): Promise<void> {
  await Promise.race([work, untilAborted(interrupted)]);
  interrupted.throwIfAborted();
}

type Access = Pick<RunningInstance, "apiUrl" | "secretKey">;

function sampleType(given: string | undefined): JobTypeName | undefined {
  if (given === undefined) return undefined;
  const type = jobTypeSchema.safeParse(given);
  if (!type.success) throw new SetupError(`--type must be one of ${JOB_TYPE_NAMES.join(", ")}.`);
  return type.data;
}

/** All samples of a type, or the one that is named. The exit code is 1 when one of them was not finished. */
async function demoSamples(
  access: Access,
  type: JobTypeName,
  sample: string | undefined,
  isJson: boolean,
): Promise<void> {
  const samples = await renderSamples(access, type, sample, statusLine());
  const finished = samples.filter((sample) => sample.is_finished).length;
  const report = { type, finished, failed: samples.length - finished, samples };
  process.stdout.write(`${JSON.stringify(report, null, isJson ? 0 : 2)}\n`);
  if (finished < samples.length) process.exitCode = 1;
}

async function demo(access: Access, isJson: boolean): Promise<void> {
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
