import { formatAgo } from "../time/format-duration.ts";

export type LiveTone = "live" | "connecting" | "reconnecting" | "offline";

/** Whether the page hears of changes. */
export interface LiveState {
  /** Topics that the page listens to, and whether each is joined. */
  topics: Readonly<Record<string, boolean>>;
  /** Nobody answers, although no connection was closed. */
  isSilent: boolean;
  hasBeenLive: boolean;
  /** Since when something may have happened that the page does not know: the loss, or the beginning. Null while live. */
  staleSinceMs: number | null;
  /** What the browser believes. It only tells how bad a loss is: a console on one machine works without a network. */
  isBrowserOnline: boolean;
}

export const INITIAL_LIVE_STATE: LiveState = {
  topics: {},
  isSilent: false,
  hasBeenLive: false,
  staleSinceMs: null,
  isBrowserOnline: true,
};

export type LiveEvent =
  | { kind: "topic_wanted" | "topic_joined" | "topic_lost" | "topic_dropped"; topic: string; atMs: number }
  | { kind: "silence" | "heard" | "browser_online" | "browser_offline"; atMs: number };

/** A loss that lasts longer than this is called offline. */
const OFFLINE_AFTER_SECONDS = 30;

export function reduceLive(state: LiveState, event: LiveEvent): LiveState {
  const next = applyEvent(state, event);
  const topics = Object.values(next.topics);
  const isLive = !next.isSilent && topics.length > 0 && topics.every(Boolean);
  if (isLive) return { ...next, hasBeenLive: true, staleSinceMs: null };
  // A topic that a new page begins to listen to is no loss: what it shows was fetched just now.
  const isStale = event.kind === "topic_lost" || event.kind === "silence" || !next.hasBeenLive;
  return isStale ? { ...next, staleSinceMs: next.staleSinceMs ?? event.atMs } : next;
}

function applyEvent(state: LiveState, event: LiveEvent): LiveState {
  switch (event.kind) {
    case "topic_wanted":
    case "topic_lost":
      return { ...state, topics: { ...state.topics, [event.topic]: false } };
    case "topic_joined":
      return { ...state, isSilent: false, topics: { ...state.topics, [event.topic]: true } };
    case "topic_dropped": {
      const { [event.topic]: _dropped, ...topics } = state.topics;
      return { ...state, topics };
    }
    case "silence":
      return { ...state, isSilent: true };
    case "heard":
      return { ...state, isSilent: false };
    case "browser_online":
      return { ...state, isBrowserOnline: true };
    case "browser_offline":
      return { ...state, isBrowserOnline: false };
  }
}

/** What the dot in the header says, and in which tone. */
export function liveSign(state: LiveState, nowMs: number): { tone: LiveTone; words: string } {
  if (state.staleSinceMs === null) {
    return state.hasBeenLive ? { tone: "live", words: "live" } : { tone: "connecting", words: "connecting" };
  }
  const ageSeconds = (nowMs - state.staleSinceMs) / 1_000;
  const age = `data from ${formatAgo(ageSeconds)}`;
  if (!state.isBrowserOnline || ageSeconds > OFFLINE_AFTER_SECONDS) {
    return { tone: "offline", words: `offline, ${age}` };
  }
  if (!state.hasBeenLive) return { tone: "connecting", words: "connecting" };
  return { tone: "reconnecting", words: `reconnecting, ${age}` };
}
