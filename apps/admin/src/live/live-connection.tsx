"use client";

import { createContext, useContext, useEffect, useEffectEvent, useReducer, useState } from "react";
import { useSupabase } from "../lib/supabase-browser.tsx";
import { correctedNowMs } from "../time/now.ts";
import { joinTopic, type TopicListener } from "./join-topic.ts";
import { watchConnection } from "./watch-connection.ts";
import { INITIAL_LIVE_STATE, reduceLive, type LiveEvent, type LiveState } from "./live-sign.ts";

const LiveStateContext = createContext<LiveState | null>(null);
const LiveTellContext = createContext<((event: LiveEvent) => void) | null>(null);

/** Keeps the truth about the connection: every topic a page listens to, the network, and whether anybody answers. */
export function LiveConnectionProvider({ children }: { children: React.ReactNode }) {
  const supabase = useSupabase();
  const [state, tell] = useReducer(reduceLive, INITIAL_LIVE_STATE);

  useEffect(() => watchConnection(supabase, tell), [supabase]);

  return (
    <LiveTellContext value={tell}>
      <LiveStateContext value={state}>{children}</LiveStateContext>
    </LiveTellContext>
  );
}

export function useLiveState(): LiveState {
  const state = useContext(LiveStateContext);
  if (state === null) throw new Error("useLiveState is called outside LiveConnectionProvider");
  return state;
}

/**
 * Listens to one private topic while the component is shown.
 *
 * The listener may be a new object every time: the one of the last drawing is called.
 */
export function useTopic(
  topic: string,
  events: readonly string[],
  listener: Omit<TopicListener, "onLost">,
): void {
  const supabase = useSupabase();
  const tell = useContext(LiveTellContext);
  if (tell === null) throw new Error("useTopic is called outside LiveConnectionProvider");
  const handleEvent = useEffectEvent((event: string, payload: unknown) => listener.on[event]?.(payload));
  const handleJoined = useEffectEvent(() => listener.onJoined());
  const [eventNames] = useState(events);

  useEffect(() => {
    tell({ kind: "topic_wanted", topic, atMs: correctedNowMs() });
    const leave = joinTopic(supabase, topic, {
      on: Object.fromEntries(eventNames.map((event) => [event, (payload) => handleEvent(event, payload)])),
      onJoined: () => {
        tell({ kind: "topic_joined", topic, atMs: correctedNowMs() });
        handleJoined();
      },
      onLost: () => tell({ kind: "topic_lost", topic, atMs: correctedNowMs() }),
    });
    return () => {
      leave();
      tell({ kind: "topic_dropped", topic, atMs: correctedNowMs() });
    };
  }, [supabase, tell, topic, eventNames]);
}
