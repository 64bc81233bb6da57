import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppError } from "@spool/contracts/app-error";
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { mediaFailureOf } from "./media-error.ts";
import { type Media, openMedia } from "./open-media.ts";
import { writeWhole } from "./part-file.ts";
import { runFfmpeg } from "./run-ffmpeg.ts";

let media: Media;
let folder: string;
beforeAll(async () => (media = await openMedia()));
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "spool-media-"))));
afterEach(() => rm(folder, { recursive: true }));

const never = new AbortController().signal;
const ENDLESS = ["-loglevel", "error", "-re", "-f", "lavfi", "-i", "testsrc=size=64x64", "-f", "null", "-"];

const failure = (attempt: Promise<unknown>) =>
  attempt.then(
    () => expect.unreachable("it was to fail"),
    (error: unknown) => error,
  );
/** A zombie answers to signal 0 as well: only its state tells. */
const isAlive = (pid: number) => {
  const path = `/proc/${pid}/stat`;
  return existsSync(path) && !/\) [ZX] /.test(readFileSync(path, "utf8"));
};

/** A stand-in for ffmpeg that starts a child of its own, as a wrapper script does, and writes down both pids. */
async function makeStubbornFfmpeg(): Promise<Media> {
  const path = join(folder, "ffmpeg");
  await writeFile(
    path,
    `#!/bin/sh\ntrap '' TERM\nsleep 60 &\necho $$ $! > ${folder}/pids.part\nmv ${folder}/pids.part ${folder}/pids\nwait\nsleep 60\n`,
  );
  await chmod(path, 0o755);
  return { ...media, ffmpegPath: path };
}

test("progress is reported and the run ends with a whole file", async () => {
  const path = join(folder, "out.mp4");
  const reports: number[] = [];

  await writeWhole(path, async (partPath) => {
    const args = ["-loglevel", "error", "-f", "lavfi", "-i", "testsrc=size=64x64:duration=1", partPath];
    await runFfmpeg(media, args, { signal: never, onProgress: ({ outSeconds }) => reports.push(outSeconds) });
  });

  expect(await readdir(folder)).toEqual(["out.mp4"]);
  expect(reports.at(-1)).toBeGreaterThan(0.8);
});

test("an abort ends the whole process group, also when it ignores SIGTERM, and is CANCELLED", async () => {
  const stubborn = await makeStubbornFfmpeg();
  const controller = new AbortController();

  const run = failure(runFfmpeg(stubborn, [], { signal: controller.signal }));
  await expect.poll(() => readdir(folder)).toContain("pids");
  const pids = (await readFile(join(folder, "pids"), "utf8")).trim().split(" ").map(Number);
  expect(pids.every(isAlive)).toBe(true);
  controller.abort();

  expect(await run).toMatchObject({ category: "CANCELLED" });
  await expect.poll(() => pids.some(isAlive)).toBe(false);
});

test("a program that is killed outright leaves no ffmpeg behind", async () => {
  const stubborn = await makeStubbornFfmpeg();
  const program = `
    import { runFfmpeg } from ${JSON.stringify(new URL("./run-ffmpeg.ts", import.meta.url).href)};
    const run = runFfmpeg({ ffmpegPath: ${JSON.stringify(stubborn.ffmpegPath)} }, [], { signal: new AbortController().signal });
    process.stdout.write("started");
    await run;
  `;
  const parent = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(parent.stdout, "data");
  await expect.poll(() => readdir(folder), { timeout: 10_000 }).toContain("pids");
  const pids = (await readFile(join(folder, "pids"), "utf8")).trim().split(" ").map(Number);
  expect(pids.every(isAlive)).toBe(true);

  parent.kill("SIGKILL");

  await expect.poll(() => pids.some(isAlive), { timeout: 10_000 }).toBe(false);
});

test("what guards an ffmpeg does not keep its program from ending", async () => {
  const program = `
    import { guardOrphan } from ${JSON.stringify(new URL("./orphan-guard.ts", import.meta.url).href)};
    guardOrphan(999_999_999);
  `;
  const parent = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: "ignore" });

  expect(await once(parent, "exit")).toEqual([0, null]);
});

test("a time limit is TIMEOUT, and leaves no part of the file", async () => {
  const write = writeWhole(join(folder, "out.mp4"), async (partPath) => {
    await runFfmpeg(media, [...ENDLESS.slice(0, 7), partPath], { signal: AbortSignal.timeout(300) });
  });

  expect(await failure(write)).toMatchObject({ category: "TIMEOUT" });
  expect(await readdir(folder)).toEqual([]);
});

test("the reason that an aborter gave is what is thrown", async () => {
  const reason = new AppError("CANCELLED", "A newer attempt took over.");

  const attempt = runFfmpeg(media, ENDLESS, { signal: AbortSignal.abort(reason) });

  expect(await failure(attempt)).toBe(reason);
});

test("a missing ffmpeg is named with the variable that sets it", async () => {
  const error = await failure(
    runFfmpeg({ ...media, ffmpegPath: join(folder, "gone") }, [], { signal: never }),
  );

  expect(mediaFailureOf(error)).toBe("missing_binary");
  expect(error).toMatchObject({ message: expect.stringMatching(/gone.*FFMPEG_PATH/) as string });
});

test("an exit code is told with ffmpeg's last line and takes the caller's category", async () => {
  const args = ["-loglevel", "error", "-i", join(folder, "absent.mp4"), "-f", "null", "-"];

  const error = await failure(runFfmpeg(media, args, { signal: never, refusalCategory: "INVALID_INPUT" }));

  expect(error).toMatchObject({
    category: "INVALID_INPUT",
    message: expect.stringContaining("No such file") as string,
  });
});

test("a kill from outside is told apart from a failure of its own", async () => {
  const path = join(folder, "ffmpeg");
  await writeFile(path, "#!/bin/sh\nkill -KILL $$\n");
  await chmod(path, 0o755);

  const error = await failure(runFfmpeg({ ...media, ffmpegPath: path }, [], { signal: never }));

  expect(mediaFailureOf(error)).toBe("killed");
  expect(error).toMatchObject({ message: expect.stringContaining("SIGKILL") as string });
});

test("an input that fails ends ffmpeg and is the error that is thrown", async () => {
  const broken = new Error("the drawing failed");
  // eslint-disable-next-line @typescript-eslint/require-await -- an async source that gives one piece and fails
  async function* source() {
    yield Buffer.alloc(64 * 64 * 4);
    throw broken;
  }
  const args = [
    "-loglevel",
    "error",
    "-f",
    "rawvideo",
    "-pix_fmt",
    "rgba",
    "-s",
    "64x64",
    "-i",
    "pipe:0",
    "-f",
    "null",
    "-",
  ];

  expect(await failure(runFfmpeg(media, args, { signal: never, input: source() }))).toBe(broken);
});

test("a full disk is named with its folder, and nothing half-written stays", async ({ skip }) => {
  const tiny = join(folder, "tiny");
  await mkdir(tiny);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=512k", "none", tiny], { stdio: "ignore" });
  } catch {
    skip("only root can mount a small file system");
  }
  try {
    const path = join(tiny, "out.avi");
    const write = writeWhole(path, async (partPath) => {
      const args = [
        "-loglevel",
        "error",
        "-f",
        "lavfi",
        "-i",
        "testsrc=size=320x240:duration=5",
        "-c:v",
        "rawvideo",
        partPath,
      ];
      await runFfmpeg(media, args, { signal: never, outputPath: partPath });
    });

    const error = await failure(write);
    expect(mediaFailureOf(error)).toBe("disk_full");
    expect(error).toMatchObject({
      message: expect.stringContaining(`disk that holds ${tiny} is full`) as string,
    });
    expect(await readdir(tiny)).toEqual([]);
  } finally {
    execFileSync("umount", [tiny]);
  }
});
