import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Media } from "@spool/media/open-media";
import { takePicture } from "../take-picture.ts";
import type { Renderer } from "../renderer.ts";
import { runEngine } from "../run-engine.ts";
import type { RevideoInstallation } from "./installation.ts";
import { planPieces, writePieces } from "../pieces/plan-pieces.ts";

/** Twenty-five times the length of the video, which is far more than it takes, and a minute to start. */
const LIMIT = { perSecond: 25, startSeconds: 60 };
const PROGRESS = /^spool-progress ([\d.]+)$/gm;

interface RevideoOptions {
  media: Media;
  installation: RevideoInstallation;
  /** Where the programs are looked for that Chromium needs. */
  path: string;
}

/**
 * Draws with the real Revideo in a headless Chromium: a process of its own with a folder, a home and an environment of
 * its own, which reaches nobody outside this machine.
 */
export function createRevideoRenderer({ media, installation, path }: RevideoOptions): Renderer {
  return async (storyboard, folder, signal, onProgress) => {
    const scratch = join(folder, "revideo");
    const places = {
      public: join(scratch, "public"),
      temporary: join(scratch, "tmp"),
      home: join(scratch, "home"),
    };
    const drawnPath = join(folder, "drawn.mp4");
    try {
      for (const place of Object.values(places)) await mkdir(place, { recursive: true });
      await writePieces(await planPieces(storyboard, folder), places.public);
      await runEngine({
        name: "Revideo",
        command: process.execPath,
        args: [
          join(installation.folder, "render-process.ts"),
          ...["--public", places.public, "--output", drawnPath, "--profile", join(scratch, "profile")],
          ...["--browser", installation.chromiumPath],
          ...["--ffmpeg", media.ffmpegPath, "--ffprobe", media.ffprobePath],
        ],
        cwd: installation.folder,
        env: {
          PATH: path,
          HOME: places.home,
          TMPDIR: places.temporary,
          DISABLE_TELEMETRY: "true",
          PUPPETEER_SKIP_DOWNLOAD: "1",
          DONT_WRITE_TO_META_FILES: "true",
        },
        timeLimitSeconds: LIMIT.startSeconds + LIMIT.perSecond * storyboard.durationSeconds,
        signal,
        onOutput: (text) => {
          const ratio = Number([...text.matchAll(PROGRESS)].at(-1)?.[1]);
          if (ratio <= 1) onProgress(ratio);
        },
      });
    } finally {
      await rm(scratch, { recursive: true, force: true, maxRetries: 3 });
    }
    onProgress(1);
    return takePicture(media, drawnPath, signal);
  };
}
