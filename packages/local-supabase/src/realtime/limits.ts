/** What one client or one process may ask for. The defaults are those of a hosted project without a spend cap. */
export interface RealtimeLimits {
  connections: number;
  channelsPerConnection: number;
  /** Of one connection, on average over a minute. */
  joinsPerSecond: number;
  /** Taken from one connection, or over HTTP from everybody, on average over a minute. */
  messagesPerSecond: number;
  /** Of one broadcast or one presence. */
  payloadBytes: number;
  /** Unsent bytes at which a reader counts as stuck. */
  unsentBytes: number;
}

export const DEFAULT_LIMITS: RealtimeLimits = {
  connections: 10_000,
  channelsPerConnection: 100,
  joinsPerSecond: 2_500,
  messagesPerSecond: 2_500,
  payloadBytes: 3_000_500,
  unsentBytes: 8 * 1024 * 1024,
};

const WINDOW_SECONDS = 60;

/** An average over the last minute: bursts pass, a flood does not. */
export class RateLimit {
  readonly #perSecond: number;
  #left: number;
  #filledAtMs = performance.now();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#left = perSecond * WINDOW_SECONDS;
  }

  /** Whether that many more are allowed now; when not, none is counted. */
  take(count = 1): boolean {
    const now = performance.now();
    const earned = ((now - this.#filledAtMs) / 1_000) * this.#perSecond;
    this.#left = Math.min(this.#perSecond * WINDOW_SECONDS, this.#left + earned);
    this.#filledAtMs = now;
    if (this.#left < count) return false;
    this.#left -= count;
    return true;
  }
}
