import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import { accountQuery } from "../../data/account/account-query.ts";
import { environment } from "../../env.ts";
import { currentUserId } from "../../lib/current-user.ts";
import { createQueryClient } from "../../lib/query-client.ts";
import { supabaseServer } from "../../lib/supabase-server.ts";
import { Frame } from "./_components/frame.tsx";
import { Providers } from "./_components/providers.tsx";

export default async function ConsoleLayout({ children }: { children: React.ReactNode }) {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = environment();
  const userId = await currentUserId();
  const queryClient = createQueryClient();
  await queryClient.prefetchQuery(accountQuery(await supabaseServer(), userId));
  return (
    <Providers
      config={{ supabaseUrl: SUPABASE_URL, publishableKey: SUPABASE_PUBLISHABLE_KEY }}
      // The time of this rendering is what the page's clock starts from.
      // eslint-disable-next-line react-hooks/purity
      renderedAtMs={Date.now()}
    >
      <HydrationBoundary state={dehydrate(queryClient)}>
        <Frame userId={userId}>{children}</Frame>
      </HydrationBoundary>
    </Providers>
  );
}
