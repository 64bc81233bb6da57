"use client";

import {
  createContext,
  useContext,
  useEffect,
  useEffectEvent,
  useReducer,
  useState,
  useSyncExternalStore,
} from "react";
import { useSupabase } from "../lib/supabase-browser.tsx";
import { correctedNowMs } from "../time/now.ts";
import { createBeats, type Beats } from "./beats.ts";
import { joinTopic, type TopicListener } from "./join-topic.ts";
import { watchConnection } from "./watch-connection.ts";
import { INITIAL_LIVE_STATE, reduceLive, type LiveEvent, type LiveState } from "./live-sign.ts";

const LiveStateContext = createContext<LiveState | null>(null);
const LiveTellContext = createContext<((event: LiveEvent) => void) | null>(null);
const LiveBeatsContext = createContext<Beats | null>(null);

/** Keeps the truth about the connection: every topic a page listens to, the network, and whether anybody answers. */
export function LiveConnectionProvider({ children }: { children: React.ReactNode }) {
  const supabase = useSupabase();
  const [state, tell] = useReducer(reduceLive, INITIAL_LIVE_STATE);
  const [beats] = useState(createBeats);

  useEffect(() => watchConnection(supabase, tell), [supabase]);

  return (
    <LiveTellContext value={tell}>
      <LiveBeatsContext value={beats}>
        <LiveStateContext value={state}>{children}</LiveStateContext>
      </LiveBeatsContext>
    </LiveTellContext>
  );
}

export function useLiveState(): LiveState {
  const state = useContext(LiveStateContext);
  if (state === null) throw new Error("useLiveState is called outside LiveConnectionProvider");
  return state;
}

function useBeatsHeld(): Beats {
  const beats = useContext(LiveBeatsContext);
  if (beats === null) throw new Error("Nobody counts beats outside LiveConnectionProvider");
  return beats;
}

/** Goes up when events arrive, at most every two seconds. */
export function useLiveBeats(): number {
  const beats = useBeatsHeld();
  return useSyncExternalStore(beats.subscribe, beats.count, beats.count);
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
  const beats = useBeatsHeld();
  const handleEvent = useEffectEvent((event: string, payload: unknown) => {
    beats.heard();
    listener.on[event]?.(payload);
  });
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
