"use client";

import { useRouter } from "next/navigation";
import { createContext, useContext, useState } from "react";
import { lazyPart } from "../../../lib/lazy-part.tsx";
import { useAccount } from "../../../data/account/account-context.tsx";
import { operableProjects } from "../../../data/account/may-operate.ts";
import { usePlaces } from "./navigation.tsx";
import { useShortcuts } from "./use-shortcuts.ts";
import { useEnterWall } from "./wall-link.tsx";

const CommandPalette = lazyPart(() =>
  import("./command-palette.tsx").then((module) => module.CommandPalette),
);
const ShortcutHelp = lazyPart(() => import("./shortcut-help.tsx").then((module) => module.ShortcutHelp));

const OpenPalette = createContext<(() => void) | null>(null);

/** Opens the command palette. */
export function useOpenPalette(): () => void {
  const open = useContext(OpenPalette);
  if (open === null) throw new Error("useOpenPalette is called outside CommandCentre");
  return open;
}

/** The keys that work on every page, and what they open. Both are loaded when first asked for. */
export function CommandCentre({ children }: { children: React.ReactNode }) {
  const router = useRouter();
  const places = usePlaces();
  const maySubmit = operableProjects(useAccount()).length > 0;
  const enterWall = useEnterWall();
  const [shown, setShown] = useState<"palette" | "help" | null>(null);
  const close = () => setShown(null);

  useShortcuts({
    onPalette: () => setShown((now) => (now === "palette" ? null : "palette")),
    onHelp: () => setShown("help"),
    onWall: enterWall,
    onNewJob: () => maySubmit && router.push("/jobs/new"),
    onGo: (key) => {
      const place = places.find((candidate) => candidate.key === key);
      if (place !== undefined) router.push(place.href);
    },
  });

  return (
    <OpenPalette value={() => setShown("palette")}>
      {children}
      {shown === "palette" && <CommandPalette onClose={close} onHelp={() => setShown("help")} />}
      {shown === "help" && <ShortcutHelp onClose={close} />}
    </OpenPalette>
  );
}
