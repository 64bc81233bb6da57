import { AppError } from "@spool/contracts/app-error";
import type { Media } from "@spool/media/open-media";
import type { Engine } from "../engines.ts";
import { findRevideo } from "./installation.ts";
import { createRevideoRenderer } from "./revideo-renderer.ts";

interface RevideoPlace {
  chromiumPath: string | null;
  path: string;
}

/** Revideo on this machine, looked for each time: somebody may install it while we run. */
export function createRevideoEngine(
  { chromiumPath, path }: RevideoPlace,
  loadMedia: () => Promise<Media>,
): Engine {
  return {
    presence() {
      const found = findRevideo(chromiumPath);
      return Promise.resolve("missing" in found ? { is: "missing", why: found.missing } : { is: "there" });
    },
    async renderer(...order) {
      const found = findRevideo(chromiumPath);
      if ("missing" in found) throw new AppError("INVALID_INPUT", found.missing);
      return createRevideoRenderer({ media: await loadMedia(), installation: found, path })(...order);
    },
  };
}
