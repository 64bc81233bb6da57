import { videoScriptSchema } from "@spool/contracts/video-script";
import { expect, test } from "vitest";
import { shortStoryboard } from "../test-support/short-storyboard.ts";
import { chaptersOf, toFfmetadata } from "./chapters.ts";
import { describeVideo } from "./describe-video.ts";
import { toSubRip } from "./sub-rip.ts";
import { toVideoScript } from "./to-video-script.ts";

const board = shortStoryboard();
const [first] = board.scenes;
/** Four scenes of 10 s, one of them too short to be a chapter. */
const long = {
  ...board,
  durationSeconds: 32,
  scenes: [0, 10, 20, 22].flatMap((startSeconds, index) =>
    first === undefined
      ? []
      : [
          {
            ...first,
            startSeconds,
            endSeconds: startSeconds === 20 ? 22 : startSeconds + 10,
            content: { kind: "statement" as const, text: `Part ${index}` },
          },
        ],
  ),
};

test("chapters follow each other without gaps, and too short a scene belongs to the one before", () => {
  expect(chaptersOf(long)).toEqual([
    { startSeconds: 0, endSeconds: 10, text: "Part 0" },
    { startSeconds: 10, endSeconds: 22, text: "Part 1" },
    { startSeconds: 22, endSeconds: 32, text: "Part 3" },
  ]);
});

test("what means something to ffmpeg's metadata is escaped", () => {
  const text = toFfmetadata("a=b;c#d\\e\nf", [{ startSeconds: 0, endSeconds: 1.5, text: "[CHAPTER]" }]);

  expect(text).toBe(
    ";FFMETADATA1\ntitle=a\\=b\\;c\\#d\\\\e f\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1500\ntitle=[CHAPTER]\n",
  );
});

test("SubRip has commas in its times, one line a caption, and no tags", () => {
  expect(toSubRip([{ startSeconds: 1.5, endSeconds: 2, text: "<b>one</b>\n\ntwo" }])).toBe(
    "1\n00:00:01,500 --> 00:00:02,000\n‹b›one‹/b› two\n",
  );
});

test("a video is called by what it says and shows itself", () => {
  expect(describeVideo(board)).toEqual({
    title: "A short question?",
    description: "0:00 A short question?",
    tags: ["short"],
    language: "en",
  });
});

test("the script of a storyboard is one that an author may send back", () => {
  const script = toVideoScript(board);

  expect(videoScriptSchema.parse(script)).toEqual(script);
  expect(script.scenes.map(({ narration }) => narration)).toEqual([["A short question?"], [], []]);
  expect(script.scenes[1]).toMatchObject({ kicker: "Test", timer_seconds: 1 });
});
