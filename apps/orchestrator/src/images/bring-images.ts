import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "@spool/contracts/app-error";
import { probeMedia } from "@spool/media/probe-media";
import type { Media } from "@spool/media/open-media";
import { isUpload, PICTURES_MAX } from "@spool/contracts/picture-source";
import type { SceneContent } from "@spool/contracts/scene-content";
import { type FetchedImage, fetchImage, type FetchLimits } from "./fetch-image.ts";
import { fetchUpload, type UploadStorage } from "./fetch-upload.ts";
import { pictureNamed } from "./picture-named.ts";

/** Drawn at most at 1080p, so this is for those who do not scale their photographs; four bytes a pixel when it is read. */
const MAX_PIXELS = 40_000_000;

/** File names in the folder of a render, by the address or the upload that they came from. */
export type Images = Readonly<Record<string, string>>;

/** Where pictures may come from. */
export interface ImageSources {
  uploads: UploadStorage;
  /** Whose uploads a job may name; null for nobody's. */
  projectId: string | null;
  /** Of addresses. */
  limits?: FetchLimits;
}

/**
 * Fetches the pictures of scenes into `folder`, each one once. A scene's `file` is an address, or the name of an upload
 * of the job's project, until `withImages`: nothing of this machine can be named by it.
 */
export async function bringImages(
  contents: readonly SceneContent[],
  folder: string,
  media: Media,
  signal: AbortSignal,
  sources: ImageSources,
): Promise<Images> {
  const addresses = new Set(
    contents.flatMap((content) => (content.kind === "image" ? (content.file ?? []) : [])),
  );
  if (addresses.size > PICTURES_MAX)
    throw new AppError("INVALID_INPUT", `A video may have ${PICTURES_MAX} pictures, not ${addresses.size}.`);
  const images: Record<string, string> = {};
  for (const address of addresses) {
    const { bytes, extension } = await bring(address, signal, sources);
    const name = `image-${Object.keys(images).length}.${extension}`;
    const path = join(folder, name);
    await writeFile(path, bytes);
    const { widthPx, heightPx } = await probeMedia(path, { ffprobePath: media.ffprobePath, signal });
    // ffprobe finds no size in what is broken, nor in a few bytes that claim to be larger than any picture is.
    if (!widthPx || !heightPx)
      throw new AppError("INVALID_INPUT", `${pictureNamed(address)} cannot be read. Give another one.`);
    if (widthPx * heightPx > MAX_PIXELS) {
      const size = `${widthPx} × ${heightPx}`;
      throw new AppError("INVALID_INPUT", `A picture has ${size} pixels. Give one with 40 million at most.`);
    }
    images[address] = name;
  }
  return images;
}

const bring = (file: string, signal: AbortSignal, sources: ImageSources): Promise<FetchedImage> =>
  isUpload(file)
    ? fetchUpload(file, sources.projectId, sources.uploads, signal)
    : fetchImage(file, signal, sources.limits);

/** The same content with the fetched file in place of its address; without one where there is none. */
export function withImages<T extends { content: SceneContent }>(scene: T, images: Images): T {
  const { content } = scene;
  if (content.kind !== "image") return scene;
  const file = content.file === null ? null : (images[content.file] ?? null);
  return { ...scene, content: { ...content, file } };
}

/** The other way round, for an author who gets the script back. */
export function withAddresses<T extends { content: SceneContent }>(scene: T, images: Images): T {
  const byName = Object.fromEntries(Object.entries(images).map(([address, name]) => [name, address]));
  return withImages(scene, byName);
}
