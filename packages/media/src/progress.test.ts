import { expect, test } from "vitest";
import { type FfmpegProgress, progressParser } from "./progress.ts";

const REPORTS = [
  "frame=0\nout_time_ms=N/A\nprogress=continue\n",
  "frame=30\nout_time_us=1000000\nout_time_ms=1000000\nspeed= 2x\nprogress=continue\n",
  "frame=60\nout_time_ms=2000000\nprogress=end\n",
].join("");

test.each([1, 3, 17, REPORTS.length])(
  "reports are read whole from pieces of %i characters",
  (pieceCharacters) => {
    const seen: FfmpegProgress[] = [];
    const parse = progressParser((progress) => seen.push(progress));

    for (let at = 0; at < REPORTS.length; at += pieceCharacters)
      parse(REPORTS.slice(at, at + pieceCharacters));

    expect(seen).toEqual([
      { outSeconds: 0, frames: 0, isLast: false },
      { outSeconds: 1, frames: 30, isLast: false },
      { outSeconds: 2, frames: 60, isLast: true },
    ]);
  },
);
