import type { Media } from "@spool/media/open-media";
import { execa } from "execa";
import type { Engine, Presence } from "../engines.ts";
import { createManimRenderer } from "./manim-renderer.ts";

const VERSION_TIMEOUT_MS = 30_000;
const LOOK_AGAIN_MS = 60_000;

interface ManimPlace {
  manimCommand: string;
  path: string;
}

/** Manim Community on this machine. It is asked for its version once a minute until it answers: it may be installed while we run. */
export function createManimEngine(
  { manimCommand, path }: ManimPlace,
  loadMedia: () => Promise<Media>,
): Engine {
  let known: Promise<Presence> | undefined;
  let askedAtMs = -Infinity;
  const presence = async (): Promise<Presence> => {
    if (known === undefined || performance.now() - askedAtMs > LOOK_AGAIN_MS) {
      const before = known;
      known = (await before)?.is === "there" ? before : look(manimCommand, path);
      askedAtMs = performance.now();
    }
    return known ?? look(manimCommand, path);
  };
  return {
    presence,
    renderer: async (...order) =>
      createManimRenderer({ media: await loadMedia(), command: manimCommand, path })(...order),
  };
}

async function look(command: string, path: string): Promise<Presence> {
  const asked = await execa(command, ["--version"], {
    env: { PATH: path, LANG: "C.UTF-8" },
    extendEnv: false,
    reject: false,
    stdin: "ignore",
    timeout: VERSION_TIMEOUT_MS,
  });
  if (!asked.failed && /manim/i.test(asked.stdout)) return { is: "there" };
  const why = `there is no working \`${command}\` command on this machine (install Manim Community, or set MANIM_PATH)`;
  return { is: "missing", why };
}
