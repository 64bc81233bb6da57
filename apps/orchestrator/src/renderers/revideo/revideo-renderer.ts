import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import type { Media } from "@spool/media/open-media";
import { createEngineRenderer } from "../engine-renderer.ts";
import { writePieces } from "../pieces/plan-pieces.ts";
import type { Renderer } from "../renderer.ts";
import type { RevideoInstallation } from "./installation.ts";

const VIDEO = "drawn.mp4";

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
  return createEngineRenderer(media, {
    name: "Revideo",
    // Far more than it takes, and a minute to start.
    limit: { startSeconds: 60, perSecond: 25 },
    async prepare(scratch, planned) {
      const places = {
        public: join(scratch, "public"),
        temporary: join(scratch, "tmp"),
        home: join(scratch, "home"),
      };
      for (const place of Object.values(places)) await mkdir(place);
      await writePieces(planned, places.public);
      return {
        command: process.execPath,
        args: [
          join(installation.folder, "render-process.ts"),
          ...["--public", places.public, "--output", join(scratch, VIDEO)],
          ...["--profile", join(scratch, "profile"), "--browser", installation.chromiumPath],
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
      };
    },
    bringVideo: (scratch, drawnPath) => rename(join(scratch, VIDEO), drawnPath),
  });
}
