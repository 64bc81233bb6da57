import { copyFile, readFile, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { type Image, loadImage } from "@napi-rs/canvas";
import type { Storyboard } from "@spool/contracts/storyboard";
import { facesOf } from "../../fonts/bundled-fonts.ts";
import type { FontFace } from "../../fonts/font-faces.ts";
import { drawable } from "../canvas/drawable.ts";
import { pictureSize } from "../canvas/drawing.ts";
import { layoutOf } from "../canvas/layout.ts";
import { stageOf } from "../canvas/scene-plan.ts";
import { THEMES } from "../canvas/theme.ts";
import type { Piece, PiecePlan } from "./piece.ts";
import { sketchCaptions, sketchHeader, sketchProgress } from "./sketch-frame.ts";
import { sketchScene } from "./sketch-scene.ts";
import type { Sketch } from "./sketch.ts";

const FPS = 30;

/** A plan, and the files that go beside it: their contents, or for fonts where they lie. */
interface PlannedPieces {
  plan: PiecePlan;
  files: ReadonlyMap<string, { content: string | Uint8Array } | { path: string }>;
}

/**
 * Lays a storyboard out for an engine that draws by itself, with the bundled fonts and the measures of the canvas
 * renderer, so that nothing overflows its box.
 *
 * @param folder Where the storyboard's picture files lie.
 */
export async function planPieces(storyboard: Storyboard, folder: string): Promise<PlannedPieces> {
  const shown = drawable(storyboard);
  const layout = layoutOf(shown);
  const theme = THEMES[shown.theme];
  const images = await readImages(shown, folder);
  const stage = stageOf(shown, layout, theme, (file) => images.get(file)?.image ?? null);

  const files = new Map<string, { content: string | Uint8Array } | { path: string }>();
  const pieces: Piece[] = [];
  const addFile = (content: string | Uint8Array, extension: string) => {
    const name = `file-${files.size}.${extension}`;
    files.set(name, { content });
    return name;
  };
  const imageFile = (file: string) => {
    const known = images.get(file);
    if (known === undefined) throw new Error(`There is no picture ${file}.`);
    return (known.name ??= addFile(known.bytes, known.extension));
  };
  for (const scene of shown.scenes) {
    const isLast = scene.endSeconds >= shown.durationSeconds - 0.01;
    const sketch: Sketch = { stage, scene, isLast, pieces, addFile, imageFile };
    sketchHeader(sketch, shown.title);
    sketchScene(sketch);
  }
  sketchCaptions(shown, stage, pieces);
  sketchProgress(shown, stage, pieces);

  const { fonts, fontFiles } = fontsOf(pieces);
  for (const [name, path] of fontFiles) files.set(name, { path });
  const background = { top: theme.backgroundTop, bottom: theme.backgroundBottom };
  const { durationSeconds } = shown;
  return { plan: { ...pictureSize(shown, 1), fps: FPS, durationSeconds, background, fonts, pieces }, files };
}

/** Puts a plan's files into `folder`, and the plan itself as `plan.json`. */
export async function writePieces({ plan, files }: PlannedPieces, folder: string): Promise<void> {
  for (const [name, file] of files) {
    if ("path" in file) await copyFile(file.path, join(folder, name));
    else await writeFile(join(folder, name), file.content);
  }
  await writeFile(join(folder, "plan.json"), JSON.stringify(plan));
}

interface ReadImage {
  image: Image;
  bytes: Uint8Array;
  extension: string;
  name?: string;
}

/** The pictures that can be read. Of the others the words remain. */
async function readImages({ scenes }: Storyboard, folder: string): Promise<Map<string, ReadImage>> {
  const images = new Map<string, ReadImage>();
  for (const { content } of scenes) {
    if (content.kind !== "image" || content.file === null) continue;
    const path = join(folder, basename(content.file)); // a name, never a way out of the folder
    const extension = /^\.[a-z0-9]{1,5}$/.test(extname(path)) ? extname(path).slice(1) : "img";
    const bytes = await readFile(path).catch(() => null);
    const image = bytes === null ? null : await loadImage(bytes).catch(() => null);
    if (bytes !== null && image !== null) images.set(content.file, { image, bytes, extension });
  }
  return images;
}

/** The font files of all that is written. */
function fontsOf(pieces: readonly Piece[]) {
  const faces = new Set<FontFace>();
  for (const piece of pieces) {
    if (piece.kind === "text") for (const typeface of ["sans", "mono"] as const) for (const face of facesOf(piece.text, typeface)) if (piece.families.includes(face.family)) faces.add(face); // prettier-ignore
    if (piece.kind === "countdown") for (const face of facesOf("0123456789", "sans")) faces.add(face);
  }
  const fonts: PiecePlan["fonts"] = [];
  const fontFiles = new Map<string, string>();
  for (const face of faces) {
    const weights = [400, 600, 700].filter((weight) => face.pathOf(weight) !== null);
    for (const weight of weights) {
      const path = face.pathOf(weight);
      if (path === null) continue;
      const file = `font-${fontFiles.size}${extname(path)}`;
      fontFiles.set(file, path);
      // A file that is alone holds, or stands for, all weights.
      fonts.push({ family: face.family, weight: weights.length === 1 ? "100 900" : String(weight), file });
    }
  }
  return { fonts, fontFiles };
}
