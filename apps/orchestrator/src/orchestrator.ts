import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import type { MediaEnv } from "@spool/media/env";
import { type Media, openMedia, requireFeatures } from "@spool/media/open-media";
import { Hono } from "hono";
import type { Logger } from "pino";
import { connectWorkStorage } from "./checkpoints/work-storage.ts";
import { connectUploads } from "./images/fetch-upload.ts";
import { createEspeakNarrator, isEspeakInstalled } from "./narration/espeak-narrator.ts";
import { createFliteNarrator } from "./narration/flite-narrator.ts";
import { firstThatCan } from "./narration/narrator.ts";
import { createSpeechServiceNarrator, type SpeechService } from "./narration/speech-service-narrator.ts";
import { connectStorage, type StorageAccess } from "./package/storage.ts";
import { renderVideo } from "./render-video.ts";
import { createCanvasRenderer } from "./renderers/canvas/canvas-renderer.ts";
import { chooseRenderer, requireNamedRenderer } from "./renderers/choose-renderer.ts";
import { presentRenderers } from "./renderers/engines.ts";
import { openEngines, type RendererSettings } from "./renderers/open-engines.ts";
import { createActiveRenders } from "./renders/active-renders.ts";
import { inWorkFolder, sweepLeftovers, workRoot } from "./renders/work-folder.ts";
import { capabilities } from "./routes/capabilities.ts";
import { deleteRender } from "./routes/delete-render.ts";
import { errorAnswer } from "./routes/error-answer.ts";
import { health } from "./routes/health.ts";
import { postRender, type RenderJob } from "./routes/post-render.ts";
import { renderEvents } from "./routes/render-events.ts";
import type { ScriptService } from "./script/script-service.ts";
import { startRenewingVideoUrls } from "./video-urls/renew-video-urls.ts";

export interface OrchestratorOptions {
  host: string;
  /** 0 takes a free one. */
  port: number;
  maxRenders: number;
  storage: StorageAccess;
  media: MediaEnv;
  /** A writer and a voice by URL; without them the built-in ones do it all. */
  scriptService?: ScriptService | null;
  speechService?: SpeechService | null;
  /** Who draws beside canvas, and when. Without it nobody does. */
  renderers?: RendererSettings;
  log: Logger;
  /** Where renders work; the system's folder for temporary files by default. */
  workRoot?: string;
  /** Size of the picture, 1 being 1080p. For tests, which look at everything but its sharpness. */
  pictureScale?: number;
}

export interface Orchestrator {
  url: string;
  /** Stops every render and resolves when nothing of it is left. */
  close(): Promise<void>;
}

const NO_RENDERERS: RendererSettings = { services: {}, programs: null, rules: { byType: {}, byScenes: {} } };

/** Starts the HTTP service. Throws when its address is taken; a missing ffmpeg is told by `/readyz` and by each render. */
export async function startOrchestrator(options: OrchestratorOptions): Promise<Orchestrator> {
  const { log, workRoot: root = workRoot(), pictureScale = 1 } = options;
  const swept = await sweepLeftovers(root);
  if (swept > 0) log.warn({ swept }, "Removed what earlier processes left behind");

  const renders = createActiveRenders(options.maxRenders);
  const narrator = firstThatCan([
    createFliteNarrator(),
    ...(isEspeakInstalled() ? [createEspeakNarrator()] : []),
  ]);
  const { scriptService = null } = options;
  const speechService = options.speechService ? createSpeechServiceNarrator(options.speechService) : null;
  const storage = connectStorage(options.storage);
  const work = connectWorkStorage(options.storage);
  const uploads = connectUploads(options.storage);
  const loadMedia = mediaLoader(options.media, log);
  const { renderers = NO_RENDERERS } = options;
  // Made once, because they remember what fails.
  const engines = openEngines(renderers, loadMedia);
  const renderJob: RenderJob = async (request, signal, emit) => {
    const media = await loadMedia();
    await requireNamedRenderer(request, engines);
    const canvas = createCanvasRenderer({ media, scale: pictureScale });
    const renderer = chooseRenderer(request, { canvas, engines, rules: renderers.rules }, (level, message) =>
      emit({ type: "log", stage: "render", level, message }),
    );
    const deps = { media, narrator, speechService, scriptService, renderer, storage, work, uploads };
    return inWorkFolder((folder) => renderVideo(request, deps, folder, signal, emit), root);
  };

  const app = new Hono();
  app.route("/", health({ ffmpeg: loadMedia, storage: (signal) => storage.check(signal) }));
  app.route("/", capabilities(presentRenderers(engines)));
  app.route("/", postRender(renders, renderJob, log));
  app.route("/", renderEvents(renders));
  app.route("/", deleteRender(renders));
  app.notFound((context) =>
    context.json({ error: "not_found", message: "There is nothing at this address.", status: 404 }, 404),
  );
  app.onError((error) => {
    log.error({ err: error }, "Request failed");
    const { body } = errorAnswer(error);
    return Response.json(body, { status: body.status });
  });

  const server = await listen(app, options.host, options.port);
  const stopRenewing = startRenewingVideoUrls(options.storage, log);
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([renders.stopAll(), stopRenewing()]);
      await narrator.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Looks for ffmpeg until it was found once: somebody may install it while we run. */
function mediaLoader(env: MediaEnv, log: Logger): () => Promise<Media> {
  let found: Promise<Media> | undefined;
  const load = async () => {
    const media = await openMedia(env);
    requireFeatures(media, {
      encoders: ["libx264", "aac", "mjpeg"],
      filters: ["ebur128", "alimiter", "acompressor"],
    });
    log.info({ ffmpegPath: media.ffmpegPath, ffmpegVersion: media.version }, "Found ffmpeg");
    return media;
  };
  return async () => {
    found ??= load();
    try {
      return await found;
    } catch (error) {
      found = undefined;
      throw error;
    }
  };
}

function listen(app: Hono, hostname: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    // hono's type also allows HTTP/2 servers; without options it makes a plain one
    const server = serve({ fetch: app.fetch, hostname, port }, () => resolve(server)) as Server;
    server.once("error", reject);
  });
}
