"use client";

import { useEffect, useEffectEvent, useRef } from "react";
import { isTyping } from "../../../lib/is-typing.ts";

/** After `g` the next letter says where to. Later than this it is a letter of its own. */
const CHORD_MS = 1_500;

interface Shortcuts {
  onPalette: () => void;
  onHelp: () => void;
  onNewJob: () => void;
  onWall: () => void;
  /** The letter that followed `g`. */
  onGo: (key: string) => void;
}

/** Listens for the keys of every page. What a page did with a key itself is left alone. */
export function useShortcuts({ onPalette, onHelp, onNewJob, onWall, onGo }: Shortcuts): void {
  const chordBeganMs = useRef(-Infinity);

  const handleKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.altKey || event.isComposing) return;
    if (event.metaKey || event.ctrlKey) {
      if (event.key.toLowerCase() !== "k" || event.shiftKey) return;
      event.preventDefault();
      onPalette();
      return;
    }
    if (isTyping(event.target)) return;

    const isChord = event.timeStamp - chordBeganMs.current < CHORD_MS;
    chordBeganMs.current = -Infinity;
    if (isChord) onGo(event.key);
    else if (event.key === "g") chordBeganMs.current = event.timeStamp;
    else if (event.key === "n") onNewJob();
    else if (event.key === "w") onWall();
    else if (event.key === "?") onHelp();
    else return;
    event.preventDefault();
  });

  useEffect(() => {
    const listener = (event: KeyboardEvent) => handleKey(event);
    addEventListener("keydown", listener);
    return () => removeEventListener("keydown", listener);
  }, []);
}
