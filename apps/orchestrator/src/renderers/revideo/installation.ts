import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The folder with Revideo's own package.json and lock file. Spool's `npm ci` does not touch it. */
const FOLDER = fileURLToPath(new URL("../../../renderers/revideo/", import.meta.url));

/** What it takes to render with Revideo on this machine. */
export interface RevideoInstallation {
  folder: string;
  chromiumPath: string;
}

/** Revideo as it lies here, or the sentence that says what is missing and how to get it. */
export function findRevideo(
  chromiumPath: string | null,
  folder: string = FOLDER,
): RevideoInstallation | { missing: string } {
  if (!existsSync(`${folder}node_modules/@revideo/renderer/package.json`))
    return { missing: "Revideo is not installed on this machine: run `npm run revideo -- install`." };
  if (chromiumPath === null)
    return {
      missing: "Revideo needs Chromium or Chrome: install one, or set CHROMIUM_PATH to its executable.",
    };
  return { folder, chromiumPath };
}
