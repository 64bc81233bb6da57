import { join, relative } from "node:path";
import type { RenderedFile, RenderEvent, RenderRequest, RenderStage } from "@spool/contracts/render-api";
import type { VideoMetadata, VideoQuality } from "@spool/contracts/video-results";
import { requireFreeBytes } from "@spool/media/disk-space";
import { throwIfAborted } from "@spool/media/media-error";
import type { Media } from "@spool/media/open-media";
import { openCheckpoints } from "./checkpoints/checkpoints.ts";
import { jsonLeftover, type Leftover, pictureLeftover } from "./checkpoints/leftovers.ts";
import type { WorkStorage } from "./checkpoints/work-storage.ts";
import { bringImages, type Images, withImages } from "./images/bring-images.ts";
import type { UploadStorage } from "./images/fetch-upload.ts";
import { musicBed } from "./narration/music-bed.ts";
import { narrateWithFallback } from "./narration/narrate-with-fallback.ts";
import type { Narrator } from "./narration/narrator.ts";
import { writeTrack } from "./narration/write-track.ts";
import { type PackageOrder, packageVideo, type PackagedVideo } from "./package/package-video.ts";
import type { VideoStorage } from "./package/storage.ts";
import { isQualityError } from "./quality/judge-video.ts";
import { formulaProblems } from "./renderers/canvas/math/formula-problems.ts";
import type { Renderer } from "./renderers/renderer.ts";
import { estimateSeconds } from "./script/pacing.ts";
import { prepareMaterial } from "./script/prepare-material.ts";
import type { Material } from "./script/read-material.ts";
import type { ScriptService } from "./script/script-service.ts";
import { writeScript } from "./script/write-script.ts";
import { buildStoryboard, clipsOf } from "./storyboard/build-storyboard.ts";
import type { Storyboard } from "@spool/contracts/storyboard";

export interface RenderDeps {
  media: Media;
  /** The voices of this machine. */
  narrator: Narrator;
  /** A voice by URL, and a writer by URL; null where none is set up. */
  speechService: Narrator | null;
  scriptService: ScriptService | null;
  renderer: Renderer;
  storage: VideoStorage;
  work: WorkStorage;
  uploads: UploadStorage;
}

export interface RenderedVideo {
  files: RenderedFile[];
  videoUrl: string;
  thumbnailUrl: string;
  durationSeconds: number;
  widthPx: number | null;
  heightPx: number | null;
  notices: readonly string[];
  quality: VideoQuality;
  metadata: VideoMetadata;
  /** For the log: how much was drawn and sent. */
  framesDrawn: number;
  framesEncoded: number;
}

interface Written {
  material: Material;
  images: Images;
}

interface Plan {
  storyboard: Storyboard;
  notices: readonly string[];
}

/** Many times what the longest video takes while it is made. */
const NEEDED_BYTES = 200 * 1024 ** 2;
const NARRATION = "narration.wav";

const LEFT_BY_SCRIPT = jsonLeftover<Written>("material.json", ({ images }) => Object.values(images));
const LEFT_BY_NARRATE = jsonLeftover<Plan>("plan.json", () => [NARRATION]);

/**
 * The whole way of one video: script, narration, frames, package; or what is left of it after the stages that an
 * earlier attempt has finished (`request.resume_from`).
 *
 * Works in `folder`, which the caller owns and removes. Children are ended before it throws for an abort; uploads
 * that a failure left half-way are removed.
 */
export async function renderVideo(
  request: RenderRequest,
  { media, narrator, speechService, scriptService, renderer, storage, work, uploads }: RenderDeps,
  folder: string,
  signal: AbortSignal,
  emit: (event: RenderEvent) => void,
): Promise<RenderedVideo> {
  await requireFreeBytes(folder, NEEDED_BYTES);
  const checkpoints = openCheckpoints(request, folder, work, emit);
  const finished = await checkpoints.restore(signal);

  const run = async <T>(
    stage: RenderStage,
    make: (onProgress: (ratio: number) => void) => Promise<T> | T,
    leftover?: Leftover<T>,
  ): Promise<T> => {
    throwIfAborted(signal);
    if (leftover !== undefined && finished.has(stage)) return leftover.read(folder);
    emit({ type: "stage_started", stage });
    const made = await make((ratio) => emit({ type: "progress", stage, stage_ratio: Math.min(1, ratio) }));
    const names = await leftover?.write(made, folder);
    const checkpoint = names && (await checkpoints.keep(stage, names, signal));
    emit({ type: "stage_completed", stage, ...(checkpoint && { checkpoint: { ...checkpoint } }) });
    return made;
  };
  const order = { jobType: request.job_type, style: request.style, lengthSeconds: request.length };
  const narrationPath = join(folder, NARRATION);

  const { material, images } = await run(
    "script",
    async () => {
      const prepared = await prepareMaterial(request, order, scriptService, signal, (level, message) =>
        emit({ type: "log", stage: "script", level, message }),
      );
      const { scenes } = writeScript(prepared, order, estimateSeconds); // refuses here what it would refuse with measured times
      const contents = scenes.map(({ content }) => content);
      const sources = { uploads, projectId: request.project_id ?? null };
      return { material: prepared, images: await bringImages(contents, folder, media, signal, sources) };
    },
    LEFT_BY_SCRIPT,
  );
  const { storyboard, notices } = await run(
    "narrate",
    async (onProgress) => {
      const write = (secondsOf: typeof estimateSeconds) => writeScript(material, order, secondsOf);
      const spokenOrder = { lengthSeconds: request.length, voice: request.voice };
      const { voice_fallback: isLocalAllowed = true } = request;
      const voices = { service: speechService, local: narrator, isLocalAllowed };
      const narration = await narrateWithFallback(write, spokenOrder, voices, signal, onProgress, (message) =>
        emit({ type: "log", stage: "narrate", level: "warn", message }),
      );
      const planned = buildStoryboard(narration);
      const built = { ...planned, scenes: planned.scenes.map((scene) => withImages(scene, images)) };
      const bed = request.music === true ? musicBed(built.speech, built.durationSeconds) : undefined;
      await writeTrack(narrationPath, clipsOf(built, narration), built.durationSeconds, bed);
      for (const message of narration.script.notices)
        emit({ type: "log", stage: "script", level: "info", message });
      return { storyboard: built, notices: narration.script.notices };
    },
    LEFT_BY_NARRATE,
  );
  const picture = await run(
    "render",
    async (onProgress) => {
      for (const message of formulaProblems(storyboard))
        emit({ type: "log", stage: "render", level: "warn", message });
      await checkpoints.restoreParts(signal);
      return renderer(storyboard, folder, signal, onProgress, (path) => checkpoints.keepPart(path, signal));
    },
    pictureLeftover,
  );
  return run("package", async (onProgress) => {
    const packaged = await packageVideo(
      media,
      storyboard,
      { picture, narrationPath, folder, images },
      packageOrderOf(request),
      signal,
      onProgress,
    ).catch(async (error: unknown) => {
      // The next attempt would only package the same again.
      if (isQualityError(error)) await checkpoints.forget();
      throw error;
    });
    const delivered = await deliver(packaged, request, folder, storage, signal);
    return {
      ...delivered,
      quality: packaged.quality,
      metadata: packaged.metadata,
      durationSeconds: packaged.facts.durationSeconds,
      widthPx: packaged.facts.widthPx,
      heightPx: packaged.facts.heightPx,
      notices,
      framesDrawn: picture.framesDrawn,
      framesEncoded: picture.framesEncoded,
    };
  });
}

function packageOrderOf({ input, length, music = false, hls = false }: RenderRequest): PackageOrder {
  const hasAuthor = typeof input !== "string" && input["script"] !== undefined;
  return { lengthSeconds: hasAuthor ? null : length, hasMusic: music, hasHls: hls };
}

/** Stores all files of a video under its attempt, as they lie in `folder`, or none. */
async function deliver(
  { files }: PackagedVideo,
  { job_id, attempt_id }: Pick<RenderRequest, "job_id" | "attempt_id">,
  folder: string,
  storage: VideoStorage,
  signal: AbortSignal,
): Promise<Pick<RenderedVideo, "files" | "videoUrl" | "thumbnailUrl">> {
  const keyOf = (path: string) => `${job_id}/${attempt_id ?? "0"}/${relative(folder, path)}`;
  const keyOfKind = (kind: RenderedFile["kind"]) =>
    keyOf(files.find((file) => file.kind === kind)?.path ?? kind);
  try {
    const stored = await settledAll(files.map((file) => storage.upload(file, keyOf(file.path), signal)));
    const [videoUrl, thumbnailUrl] = await settledAll([
      storage.sign(keyOfKind("video"), signal),
      storage.sign(keyOfKind("thumbnail"), signal),
    ] as const);
    return { files: stored, videoUrl, thumbnailUrl };
  } catch (error) {
    await storage.discard(files.map(({ path }) => keyOf(path)));
    throw error;
  }
}

/** Like `Promise.all`, but fails only when all have ended: what still runs cannot be cleaned up after. */
async function settledAll<T extends readonly unknown[]>(promises: {
  readonly [K in keyof T]: Promise<T[K]>;
}): Promise<{ -readonly [K in keyof T]: T[K] }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
