"use client";

import { QueryClientProvider } from "@tanstack/react-query";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { useState } from "react";
import type { ConsoleConfig } from "../../../lib/console-config.ts";
import { createQueryClient } from "../../../lib/query-client.ts";
import { SupabaseProvider } from "../../../lib/supabase-browser.tsx";
import { LiveConnectionProvider } from "../../../live/live-connection.tsx";
import { ClockProvider } from "../../../time/clock.tsx";

interface ProvidersProps {
  config: ConsoleConfig;
  renderedAtMs: number;
  children: React.ReactNode;
}

export function Providers({ config, renderedAtMs, children }: ProvidersProps) {
  const [queryClient] = useState(createQueryClient);
  return (
    <SupabaseProvider config={config}>
      <QueryClientProvider client={queryClient}>
        <ClockProvider renderedAtMs={renderedAtMs}>
          <NuqsAdapter>
            <LiveConnectionProvider>{children}</LiveConnectionProvider>
          </NuqsAdapter>
        </ClockProvider>
      </QueryClientProvider>
    </SupabaseProvider>
  );
}
