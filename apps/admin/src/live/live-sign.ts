import { formatAgo } from "../time/format-duration.ts";

export type LiveTone = "live" | "connecting" | "reconnecting" | "offline";

/** Whether the page hears of changes. `lostAtMs` is when it last did, once it has stopped. */
export interface LiveState {
  /** Topics that the page listens to, and whether each is joined. */
  topics: Readonly<Record<string, boolean>>;
  lostAtMs: number | null;
  hasBeenLive: boolean;
  isBrowserOnline: boolean;
}

export const INITIAL_LIVE_STATE: LiveState = {
  topics: {},
  lostAtMs: null,
  hasBeenLive: false,
  isBrowserOnline: true,
};

export type LiveEvent =
  | { kind: "topic_wanted" | "topic_joined" | "topic_lost" | "topic_dropped"; topic: string; atMs: number }
  | { kind: "browser_online" | "browser_offline" | "silence"; atMs: number };

/** What has been quiet for this long is called offline, not reconnecting. */
export const OFFLINE_AFTER_SECONDS = 30;

export function reduceLive(state: LiveState, event: LiveEvent): LiveState {
  const next = applyEvent(state, event);
  const topics = Object.values(next.topics);
  const isLive = next.isBrowserOnline && topics.length > 0 && topics.every(Boolean);
  if (isLive) return { ...next, lostAtMs: null, hasBeenLive: true };
  // A topic that a new page wants is not a loss: nothing on the screen has gone stale yet.
  const isLoss = event.kind === "topic_lost" || event.kind === "browser_offline" || event.kind === "silence";
  return isLoss && next.hasBeenLive ? { ...next, lostAtMs: next.lostAtMs ?? event.atMs } : next;
}

function applyEvent(state: LiveState, event: LiveEvent): LiveState {
  switch (event.kind) {
    case "topic_wanted":
    case "topic_lost":
      return { ...state, topics: { ...state.topics, [event.topic]: false } };
    case "topic_joined":
      return { ...state, topics: { ...state.topics, [event.topic]: true } };
    case "topic_dropped": {
      const { [event.topic]: _dropped, ...topics } = state.topics;
      return { ...state, topics };
    }
    case "silence":
      return {
        ...state,
        topics: Object.fromEntries(Object.keys(state.topics).map((topic) => [topic, false])),
      };
    case "browser_online":
      return { ...state, isBrowserOnline: true };
    case "browser_offline":
      return { ...state, isBrowserOnline: false };
  }
}

/** What the dot in the header says, and in which tone. */
export function liveSign(state: LiveState, nowMs: number): { tone: LiveTone; words: string } {
  const topics = Object.values(state.topics);
  if (state.lostAtMs === null) {
    const isLive = state.isBrowserOnline && topics.length > 0 && topics.every(Boolean);
    if (isLive || (state.hasBeenLive && state.isBrowserOnline)) return { tone: "live", words: "live" };
    return state.isBrowserOnline
      ? { tone: "connecting", words: "connecting" }
      : { tone: "offline", words: "offline" };
  }
  const ageSeconds = (nowMs - state.lostAtMs) / 1_000;
  const age = `data from ${formatAgo(ageSeconds)}`;
  if (!state.isBrowserOnline || ageSeconds > OFFLINE_AFTER_SECONDS)
    return { tone: "offline", words: `offline, ${age}` };
  return { tone: "reconnecting", words: `reconnecting, ${age}` };
}
