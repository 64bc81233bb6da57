"use client";

import { cn } from "@spool/ui/class-names";
import { SpoolMark } from "@spool/ui/spool-mark";
import { useQuery } from "@tanstack/react-query";
import {
  Braces,
  CalendarClock,
  Cpu,
  Gauge,
  HardDrive,
  ListVideo,
  Rows3,
  ScrollText,
  Settings,
  type LucideIcon,
} from "lucide-react";
import Link, { useLinkStatus } from "next/link";
import { usePathname } from "next/navigation";
import { useEffect, useRef } from "react";
import { useAccount } from "../../../data/account/account-context.tsx";
import type { Account } from "../../../data/account/account-query.ts";
import { readsAudit } from "../../../data/account/may-operate.ts";
import { nodesQuery } from "../../../data/nodes/nodes-query.ts";
import { queueStatsQuery } from "../../../data/stats/queue-stats-query.ts";
import { useSupabase } from "../../../lib/supabase-browser.tsx";

interface Place {
  href: string;
  label: string;
  Icon: LucideIcon;
  /** The letter that follows `g`. */
  key: string;
  /** For whom it is there; for everybody without. */
  isFor?: (account: Account) => boolean;
}

/** Every page that stands on its own, in the order of the navigation. */
const PLACES: readonly Place[] = [
  { href: "/", key: "o", label: "Overview", Icon: Gauge },
  { href: "/jobs", key: "j", label: "Jobs", Icon: ListVideo },
  { href: "/queues", key: "q", label: "Queues", Icon: Rows3 },
  { href: "/nodes", key: "n", label: "Nodes", Icon: Cpu },
  { href: "/tasks", key: "t", label: "Tasks", Icon: CalendarClock },
  { href: "/sites", key: "s", label: "Sites", Icon: HardDrive },
  { href: "/audit", key: "a", label: "Audit", Icon: ScrollText, isFor: readsAudit },
  { href: "/settings", key: "e", label: "Settings", Icon: Settings },
  { href: "/api", key: "p", label: "API", Icon: Braces },
];

/** At the left of a wide screen, at the bottom of a telephone. */
export function Navigation() {
  const pathname = usePathname();
  const counts = usePlaceCounts();
  const places = usePlaces();
  const list = useRef<HTMLUListElement>(null);
  // A telephone has no room for all of them: the one that is looked at is in sight.
  useEffect(() => {
    if (matchMedia("(width < 64rem)").matches)
      list.current?.querySelector("[aria-current]")?.scrollIntoView({ inline: "center", block: "nearest" });
  }, [pathname]);
  return (
    <nav
      aria-label="Main"
      className={cn(
        "fixed inset-x-0 bottom-0 z-30 border-t bg-surface pb-[env(safe-area-inset-bottom)]",
        "lg:sticky lg:inset-x-auto lg:top-0 lg:h-dvh lg:border-t-0 lg:border-r lg:px-3",
      )}
    >
      <Link
        prefetch={false}
        href="/"
        className="mb-3 hidden h-14 items-center gap-2.5 px-2 text-md font-semibold tracking-tight lg:flex"
      >
        <SpoolMark className="size-5" />
        Spool
      </Link>
      <ul
        ref={list}
        className="flex overflow-x-auto [scrollbar-width:none] lg:flex-col lg:gap-0.5 lg:overflow-x-visible"
      >
        {places.map(({ href, label, Icon }) => {
          const isHere = href === "/" ? pathname === "/" : pathname.startsWith(href);
          return (
            <li key={href} className="min-w-18 flex-1 lg:min-w-0">
              <Link
                prefetch={false}
                href={href}
                aria-current={isHere ? "page" : undefined}
                className={cn(
                  "flex flex-col items-center gap-1 py-2 text-2xs text-ink-soft transition-colors hover:text-ink",
                  "lg:h-8 lg:flex-row lg:gap-2.5 lg:rounded-md lg:px-2 lg:py-0 lg:text-body lg:hover:bg-hover",
                  isHere && "text-ink lg:bg-hover lg:font-medium [&_svg]:text-lamp",
                )}
              >
                <PlaceIcon Icon={Icon} />
                {label}
                {counts[href] !== undefined && (
                  <span className="ml-auto hidden text-xs font-normal text-ink-faint tabular-nums lg:inline">
                    {counts[href]}
                  </span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

/** Breathes while the page that was asked for is on its way. */
function PlaceIcon({ Icon }: { Icon: LucideIcon }) {
  const { pending } = useLinkStatus();
  return (
    <Icon
      aria-hidden="true"
      className={cn("size-5 lg:size-4", pending && "animate-breathe text-lamp")}
      strokeWidth={1.75}
    />
  );
}

/** The places that are there for this person. */
export function usePlaces(): Place[] {
  const account = useAccount();
  return PLACES.filter(({ isFor }) => isFor?.(account) ?? true);
}

/** What stands beside a place: jobs that are not finished, nodes that are up. Nothing while it is zero or not known. */
function usePlaceCounts(): Partial<Record<string, string>> {
  const supabase = useSupabase();
  const { data: stats } = useQuery(queueStatsQuery(supabase));
  const { data: nodes } = useQuery(nodesQuery(supabase));
  const unfinished = stats && stats.pending + stats.queued + stats.assigned + stats.processing + stats.paused;
  const nodesUp = nodes?.filter(({ status }) => status !== "offline").length;
  return {
    ...(unfinished ? { "/jobs": unfinished.toLocaleString("en") } : {}),
    ...(nodesUp ? { "/nodes": String(nodesUp) } : {}),
  };
}
