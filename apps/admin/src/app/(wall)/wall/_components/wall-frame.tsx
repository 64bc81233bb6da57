"use client";

import { ErrorState } from "@spool/ui/notice";
import { AccountProvider, useAccount } from "../../../../data/account/account-context.tsx";
import { apiMessage } from "../../../../data/api-message.ts";
import { LiveTopics } from "../../../../live/live-topics.tsx";

export function WallFrame({ userId, children }: { userId: string; children: React.ReactNode }) {
  return (
    <AccountProvider
      userId={userId}
      fallback={(error) =>
        error !== null && (
          <main className="p-8">
            <ErrorState title="The wall could not find out whose it is" reason={apiMessage(error)} />
          </main>
        )
      }
    >
      {children}
      <Topics />
    </AccountProvider>
  );
}

function Topics() {
  const { memberships } = useAccount();
  return <LiveTopics projectIds={memberships.map(({ project_id }) => project_id)} />;
}
