"use client";

import { Button } from "@spool/ui/button";
import { ErrorState, Skeleton } from "@spool/ui/notice";
import { lazyPart } from "../../../lib/lazy-part.tsx";
import { apiMessage } from "../../../data/api-message.ts";
import { AccountProvider } from "../../../data/account/account-context.tsx";
import { CommandCentre } from "./command-centre.tsx";
import { Navigation } from "./navigation.tsx";

const AfterFirstPaint = lazyPart(() =>
  import("./after-first-paint.tsx").then((module) => module.AfterFirstPaint),
);

const SessionNotice = lazyPart(() => import("./session-notice.tsx").then((module) => module.SessionNotice));

/** Everything around a page: where one can go, who one is, and whether what is seen is live. */
export function Frame({ userId, children }: { userId: string; children: React.ReactNode }) {
  return (
    <AccountProvider
      userId={userId}
      fallback={(error, retry) => <FrameInWaiting error={error} onRetry={retry} />}
    >
      <CommandCentre>
        <div className="min-h-dvh lg:grid lg:grid-cols-[184px_minmax(0,1fr)]">
          <a
            href="#page"
            className="absolute top-2 left-2 z-50 -translate-y-16 rounded-md bg-lamp-fill px-3 py-2 text-lamp-ink focus:translate-y-0"
          >
            Skip to the page
          </a>
          <Navigation />
          <div id="page" className="min-w-0 pb-20 lg:pb-8">
            <SessionNotice userId={userId} />
            {children}
          </div>
        </div>
      </CommandCentre>
      <AfterFirstPaint />
    </AccountProvider>
  );
}

function FrameInWaiting({ error, onRetry }: { error: Error | null; onRetry: () => void }) {
  return (
    <main className="mx-auto max-w-xl p-8">
      {error === null ? (
        <Skeleton className="h-24 w-full" />
      ) : (
        <ErrorState
          title="The console could not find out who you are"
          reason={apiMessage(error)}
          action={<Button onClick={onRetry}>Try again</Button>}
        />
      )}
    </main>
  );
}
