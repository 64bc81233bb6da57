import type { VideoRenderer } from "@spool/contracts/video-options";
import { throwIfAborted } from "@spool/media/media-error";
import type { CircuitBreaker } from "./remote/circuit-breaker.ts";
import { isAlive } from "./remote/remote-renderer.ts";
import type { Renderer } from "./renderer.ts";

/** A renderer that may be away. */
interface Service {
  url: string;
  renderer: Renderer;
  breaker: CircuitBreaker;
}

/** By the name that a payload gives; a name without an entry is not to be had on this machine. */
export type Services = Partial<Readonly<Record<Exclude<VideoRenderer, "canvas">, Service>>>;

/**
 * The renderer that was asked for; `canvas` when none was, and in place of one that is away or fails, which `warn` is
 * told in a sentence. An abort is no failure.
 */
export function chooseRenderer(
  wanted: VideoRenderer | undefined,
  canvas: Renderer,
  services: Services,
  warn: (message: string) => void,
): Renderer {
  if (wanted === undefined || wanted === "canvas") return canvas;
  const service = services[wanted];
  return async (storyboard, folder, signal, onProgress, onSegment) => {
    const instead = (why: string) => {
      warn(`The renderer ${wanted} ${why}; canvas draws this video.`);
      return canvas(storyboard, folder, signal, onProgress, onSegment);
    };
    if (service === undefined) return instead("is not set up here");
    if (!service.breaker.mayTry()) return instead("failed several times a moment ago");
    if (!(await isAlive(service.url))) {
      service.breaker.note(false);
      return instead(`does not answer at ${service.url}`);
    }
    try {
      const picture = await service.renderer(storyboard, folder, signal, onProgress, onSegment);
      service.breaker.note(true);
      return picture;
    } catch (error) {
      throwIfAborted(signal);
      service.breaker.note(false);
      return instead(`failed (${error instanceof Error ? error.message : String(error)})`);
    }
  };
}
