"use client";

import { cn } from "@spool/ui/class-names";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { throughputQuery } from "../../../../data/stats/throughput-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { readTheme } from "../../../../lib/theme.ts";
import { useRange } from "../../../(console)/_components/range-choice.tsx";
import { useIsPointing } from "./use-is-pointing.ts";
import { useLeaveWall } from "./use-leave-wall.ts";
import { useWakeLock } from "./use-wake-lock.ts";
import { WallAttention } from "./wall-attention.tsx";
import { WallCharts } from "./wall-charts.tsx";
import { WallFigures } from "./wall-figures.tsx";
import { WallRunning } from "./wall-running.tsx";
import { WallTop } from "./wall-top.tsx";

/**
 * The overview for a screen across the room: dark unless its address says `?theme=light`, and everything in sizes of the
 * screen's own (1 em is a fortieth of its smaller side).
 */
export function Wall() {
  useWakeLock();
  const leave = useLeaveWall();
  const isPointing = useIsPointing();
  const theme = readTheme(useSearchParams().get("theme") ?? undefined);
  const [range] = useRange();
  const { data: throughput } = useQuery({
    ...throughputQuery(useSupabase(), range),
    placeholderData: keepPreviousData,
  });
  return (
    <main
      style={{ colorScheme: theme === "light" ? "light" : "dark", fontSize: "max(14px, 2.5vmin)" }}
      className={cn(
        "flex min-h-dvh flex-col bg-canvas leading-tight text-ink lg:h-dvh lg:overflow-hidden",
        !isPointing && "cursor-none",
      )}
    >
      <h1 className="sr-only">Wall</h1>
      <WallTop />
      <div className="flex min-h-0 flex-1 flex-col gap-[1.2em] p-[1.4em] pt-[0.8em]">
        <WallFigures throughput={throughput} range={range} />
        <div className="grid min-h-0 flex-1 gap-[1.2em] lg:grid-cols-[minmax(0,1.25fr)_minmax(0,1fr)]">
          <WallCharts throughput={throughput} range={range} />
          <div className="flex min-h-0 flex-col gap-[1.2em]">
            <WallAttention />
            <WallRunning />
          </div>
        </div>
      </div>
      <button
        type="button"
        onClick={leave}
        className={cn(
          "fixed right-4 bottom-4 rounded-md border border-edge bg-raised px-3 py-2 text-body text-ink transition-opacity",
          !isPointing && "opacity-0 focus-visible:opacity-100",
        )}
      >
        Leave the wall <kbd className="pl-1 font-sans text-ink-faint">Esc</kbd>
      </button>
    </main>
  );
}
