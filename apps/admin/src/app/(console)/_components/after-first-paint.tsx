"use client";

import { useAccount } from "../../../data/account/account-context.tsx";
import { LiveTopics } from "../../../live/live-topics.tsx";
import { ConsoleToaster } from "./toaster.tsx";

/**
 * What a page does without until it can be read: listening for changes, since what it shows was fetched by the server, and the
 * place where toasts appear, which shows what was said by then. In one piece: a page that is live has a place for toasts.
 */
export function AfterFirstPaint() {
  const { memberships } = useAccount();
  return (
    <>
      <LiveTopics projectIds={memberships.map(({ project_id }) => project_id)} />
      <ConsoleToaster />
    </>
  );
}
