import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openMedia } from "@spool/media/open-media";
import { afterEach, beforeEach, expect, test } from "vitest";
import { commandsWith } from "../../test-support/child-processes.ts";
import { shortStoryboard } from "../../test-support/short-storyboard.ts";
import { createManimEngine } from "./manim-engine.ts";
import { createManimRenderer } from "./manim-renderer.ts";

// Manim itself is on few machines: a shell script stands where its command would, for what happens around it.

const media = await openMedia();
const path = process.env["PATH"] ?? "";
let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "spool-manim-"))));
afterEach(() => rm(folder, { recursive: true }));

async function commandOf(lines: string): Promise<string> {
  const command = join(folder, "command.sh");
  await writeFile(command, `#!/bin/sh\n${lines}\n`);
  await chmod(command, 0o755);
  return command;
}

const DRAWS = `
echo "$@" > ../arguments.txt
cp scene.py spool_scene.py ../
ls files > ../files.txt
echo "spool-progress 0.5"
mkdir -p media/videos/scene/1080p30
"${media.ffmpegPath}" -loglevel error -f lavfi -i testsrc=s=64x36:d=1 -c:v libx264 media/videos/scene/1080p30/picture.mp4
`;

test("the command is given a scene file with what it builds on, and its video is taken", async () => {
  const command = await commandOf(DRAWS);
  const progress: number[] = [];

  const picture = await createManimRenderer({ media, command, path })(
    shortStoryboard(),
    folder,
    AbortSignal.timeout(30_000),
    (ratio) => progress.push(ratio),
  );

  expect(picture).toMatchObject({
    path: join(folder, "picture.mp4"),
    widthPx: 64,
    heightPx: 36,
    framesDrawn: 25,
  });
  expect(progress).toEqual([0.5, 1]);
  expect(await readFile(join(folder, "arguments.txt"), "utf8")).toMatch(/^render .* scene.py SpoolVideo\n$/);
  expect(await readFile(join(folder, "scene.py"), "utf8")).toContain('"A short question?"');
  expect(await readdir(folder)).not.toContain("manim");
});

test.each([
  [
    "echo 'ValueError: bad radius' >&2; exit 1",
    "UNKNOWN",
    /Manim ended with exit code 1: ValueError: bad radius/,
  ],
  ["exit 0", "API_ERROR", /left no video/],
])("a run that fails is told in words (%s)", async (lines, category, message) => {
  const render = createManimRenderer({ media, command: await commandOf(lines), path });

  const attempt = render(shortStoryboard(), folder, AbortSignal.timeout(30_000), () => undefined);

  await expect(attempt).rejects.toMatchObject({
    category,
    message: expect.stringMatching(message) as string,
  });
  expect(await readdir(folder)).toEqual(["command.sh"]);
});

test("an abort ends the command and removes what it was working on", async () => {
  const stopper = new AbortController();
  const command = await commandOf("echo 'spool-progress 0.1'; sleep 84.5");
  const render = createManimRenderer({ media, command, path });

  const attempt = render(shortStoryboard(), folder, stopper.signal, () => stopper.abort());

  await expect(attempt).rejects.toMatchObject({ category: "CANCELLED" });
  expect(commandsWith("sleep 84.5")).toEqual([]);
  expect(await readdir(folder)).toEqual(["command.sh"]);
});

test.each([
  ["echo 'Manim Community v0.19.0'", { is: "there" }],
  ["echo 'something else'", { is: "missing" }],
  ["exit 127", { is: "missing" }],
])("a machine has Manim when its command says so (%s)", async (lines, presence) => {
  const engine = createManimEngine({ manimCommand: await commandOf(lines), path }, () =>
    Promise.resolve(media),
  );

  expect(await engine.presence()).toMatchObject(presence);
});
