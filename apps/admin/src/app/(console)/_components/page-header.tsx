"use client";

import { cn } from "@spool/ui/class-names";
import { LiveDot } from "@spool/ui/live-dot";
import { lazyPart } from "../../../lib/lazy-part.tsx";
import { useLiveBeats, useLiveState } from "../../../live/live-connection.tsx";
import { liveSign } from "../../../live/live-sign.ts";
import { useNowMs } from "../../../time/clock.tsx";
import { NewJobLink } from "./new-job-link.tsx";
import { SearchButton } from "./search-button.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";

const AccountMenu = lazyPart(() => import("./account-menu.tsx").then((module) => module.AccountMenu), {
  loading: () => <span className="size-8" />,
});

interface PageHeaderProps {
  title: string;
  /** Stands before the title: the way back, for instance. */
  before?: React.ReactNode;
  /** A page that is itself the form for a new job does not lead to it. */
  hasNewJobLink?: boolean;
  /** The title is somebody's words: on a telephone it has lines of its own. */
  isLongTitle?: boolean;
}

/** The top of every page: what it is, whether it is live, and who is looking. */
export function PageHeader({ title, before, hasNewJobLink = true, isLongTitle = false }: PageHeaderProps) {
  return (
    <header
      className={cn(
        "sticky top-0 z-20 flex h-14 items-center gap-3 border-b bg-canvas px-4 sm:px-6",
        isLongTitle && "max-sm:h-auto max-sm:flex-wrap max-sm:gap-y-1.5 max-sm:pt-3 max-sm:pb-2.5",
      )}
    >
      {before}
      <h1
        dir="auto"
        title={title}
        className={cn(
          "min-w-0 truncate text-title font-semibold tracking-tight",
          isLongTitle &&
            "max-sm:order-last max-sm:line-clamp-2 max-sm:basis-full max-sm:text-md max-sm:break-words max-sm:whitespace-normal",
        )}
      >
        {title}
      </h1>
      <div className="ml-auto flex shrink-0 items-center gap-2 sm:gap-3">
        <SearchButton />
        <LiveSign />
        {hasNewJobLink && <NewJobLink />}
        <div className="flex items-center">
          <ThemeToggle />
          <AccountMenu />
        </div>
      </div>
    </header>
  );
}

function LiveSign() {
  return <LiveDot {...liveSign(useLiveState(), useNowMs())} beats={useLiveBeats()} />;
}
