import { accountQuery } from "../../data/account/account-query.ts";
import { environment } from "../../env.ts";
import { currentUserId } from "../../lib/current-user.ts";
import { Prefetched } from "../../lib/prefetched.tsx";
import { Frame } from "./_components/frame.tsx";
import { Providers } from "./_components/providers.tsx";

export default async function ConsoleLayout({ children }: { children: React.ReactNode }) {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = environment();
  const userId = await currentUserId();
  return (
    <Providers
      config={{ supabaseUrl: SUPABASE_URL, publishableKey: SUPABASE_PUBLISHABLE_KEY }}
      // eslint-disable-next-line react-hooks/purity -- drawn once, on the server: the page's clock starts from here
      renderedAtMs={Date.now()}
    >
      <Prefetched queries={(client, supabase) => [client.query(accountQuery(supabase, userId))]}>
        <Frame userId={userId}>{children}</Frame>
      </Prefetched>
    </Providers>
  );
}
