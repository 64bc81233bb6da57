import { copyFile, mkdir, readdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError } from "@spool/contracts/app-error";
import type { Media } from "@spool/media/open-media";
import { createEngineRenderer } from "../engine-renderer.ts";
import { writePieces } from "../pieces/plan-pieces.ts";
import type { Renderer } from "../renderer.ts";
import { SCENE_CLASS, sceneFile } from "./scene-file.ts";

const PRELUDE = fileURLToPath(new URL("./spool_scene.py", import.meta.url));

interface ManimOptions {
  media: Media;
  command: string;
  /** Where Manim and what it starts are looked for. */
  path: string;
}

/** Draws with the `manim` command from a generated scene file, in a folder, a home and an environment of its own. */
export function createManimRenderer({ media, command, path }: ManimOptions): Renderer {
  return createEngineRenderer(media, {
    name: "Manim",
    // It draws a few frames a second: a worker's own limit comes before this one.
    limit: { startSeconds: 120, perSecond: 60 },
    async prepare(scratch, planned) {
      const files = join(scratch, "files");
      await mkdir(files);
      await writePieces(planned, files);
      await writeFile(join(scratch, "scene.py"), sceneFile(planned.plan));
      await copyFile(PRELUDE, join(scratch, "spool_scene.py"));
      return {
        command,
        args: [
          ...["render", "--disable_caching", "--format", "mp4", "--progress_bar", "none"],
          ...["--verbosity", "ERROR", "--media_dir", join(scratch, "media"), "--output_file", "picture"],
          ...["scene.py", SCENE_CLASS],
        ],
        cwd: scratch,
        env: {
          PATH: `${dirname(media.ffmpegPath)}:${path}`,
          HOME: scratch,
          TMPDIR: scratch,
          LANG: "C.UTF-8",
          PYTHONDONTWRITEBYTECODE: "1",
        },
      };
    },
    async bringVideo(scratch, drawnPath) {
      const made = await findFile(join(scratch, "media"), "picture.mp4");
      if (made === null) throw new AppError("API_ERROR", "Manim ended well, but left no video.");
      await rename(made, drawnPath);
    },
  });
}

/** Manim names the folders above its video after the size of the picture. */
async function findFile(folder: string, name: string): Promise<string | null> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const found = entries.find((entry) => entry.isFile() && entry.name === name);
  return found === undefined ? null : join(found.parentPath, found.name);
}
