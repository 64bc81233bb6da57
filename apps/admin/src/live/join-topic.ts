import type { RealtimeChannel, RealtimeClient } from "@supabase/realtime-js";
import type { BrowserSupabase } from "../lib/supabase-browser.tsx";

export interface TopicListener {
  /** By the name of the event: what to do with what it brings. */
  on: Readonly<Record<string, (payload: unknown) => void>>;
  /** After every join, the first and all that follow a break: what happened in between was not told. */
  onJoined: () => void;
  onLost: () => void;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 10_000;

/** Topics that are being left. Joining one again before it is left would hand out the channel that is about to close. */
const leaving = new Map<string, Promise<unknown>>();

/**
 * Listens to a private topic until the returned function is called.
 *
 * A break of the connection is mended by supabase-js. What it does not mend, a channel that the server
 * closed or refused (an expired token, a restart) or that could not be begun, is mended here by joining again.
 */
export function joinTopic(supabase: BrowserSupabase, topic: string, listener: TopicListener): () => void {
  let realtime: RealtimeClient | undefined;
  let channel: RealtimeChannel | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retryMs = FIRST_RETRY_MS;
  let isLeft = false;

  async function join(): Promise<void> {
    const [client, { REALTIME_SUBSCRIBE_STATES }] = await Promise.all([
      supabase.realtime(),
      import("@supabase/realtime-js"),
    ]);
    realtime = client;
    await leaving.get(topic);
    // A private channel is refused unless the token is there before it is joined.
    await client.setAuth();
    if (isLeft) return;
    const joining = client.channel(topic, { config: { private: true } });
    channel = joining;
    for (const [event, handle] of Object.entries(listener.on)) {
      joining.on("broadcast", { event }, (message) => handle(message["payload"]));
    }
    joining.subscribe((status) => {
      if (isLeft || channel !== joining) return;
      if (status === REALTIME_SUBSCRIBE_STATES.SUBSCRIBED) {
        retryMs = FIRST_RETRY_MS;
        listener.onJoined();
        return;
      }
      listener.onLost();
      // Without a connection there is nobody to ask; supabase-js joins again when it is back.
      if (status === REALTIME_SUBSCRIBE_STATES.CLOSED || client.isConnected()) joinAgain();
    });
  }

  /** The code for it may not be had without a network, nor the token. */
  const begin = (): void => void join().catch(() => isLeft || joinAgain());

  function joinAgain(): void {
    clearTimeout(timer);
    timer = setTimeout(() => {
      leave();
      begin();
    }, retryMs);
    retryMs = Math.min(LONGEST_RETRY_MS, retryMs * 2);
  }

  function leave(): void {
    if (realtime === undefined || channel === undefined) return;
    const left = realtime.removeChannel(channel).finally(() => {
      if (leaving.get(topic) === left) leaving.delete(topic);
    });
    leaving.set(topic, left);
    channel = undefined;
  }

  begin();
  return () => {
    isLeft = true;
    clearTimeout(timer);
    leave();
  };
}
