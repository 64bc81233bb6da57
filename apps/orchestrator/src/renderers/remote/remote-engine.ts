import { AppError } from "@spool/contracts/app-error";
import type { Media } from "@spool/media/open-media";
import type { Engine } from "../engines.ts";
import { createCircuitBreaker } from "./circuit-breaker.ts";
import { createRemoteRenderer, isAlive } from "./remote-renderer.ts";

/** Where a service is, and whether somebody said so or it is only where such a service usually listens. */
export interface ServiceAddress {
  url: string;
  isConfigured: boolean;
}

/** A service that draws, left alone for a minute after its third failure in a row. */
export function createRemoteEngine(
  { url, isConfigured }: ServiceAddress,
  loadMedia: () => Promise<Media>,
): Engine {
  const breaker = createCircuitBreaker();
  const resting = `the service at ${url} failed several times a moment ago`;
  return {
    async presence() {
      if (breaker.isResting()) return { is: "away", why: resting };
      if (await isAlive(url)) return { is: "there" };
      return { is: isConfigured ? "away" : "missing", why: `no service answers at ${url}` };
    },
    async renderer(...order) {
      if (!breaker.mayTry()) throw new AppError("API_ERROR", `Not tried: ${resting}.`);
      const [, , signal] = order;
      try {
        const picture = await createRemoteRenderer({ url, media: await loadMedia() })(...order);
        breaker.note(true);
        return picture;
      } catch (error) {
        if (!signal.aborted) breaker.note(false);
        throw error;
      }
    },
  };
}
