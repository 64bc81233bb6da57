import { accountQuery } from "../../data/account/account-query.ts";
import { environment } from "../../env.ts";
import { currentUserId } from "../../lib/current-user.ts";
import { Prefetched } from "../../lib/prefetched.tsx";
import { Providers } from "../(console)/_components/providers.tsx";
import { WallFrame } from "./wall/_components/wall-frame.tsx";

/** The console without its frame: nothing to press, for a screen that nobody sits at. */
export default async function WallLayout({ children }: { children: React.ReactNode }) {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = environment();
  const userId = await currentUserId();
  return (
    <Providers
      config={{ supabaseUrl: SUPABASE_URL, publishableKey: SUPABASE_PUBLISHABLE_KEY }}
      // eslint-disable-next-line react-hooks/purity -- drawn once, on the server: the page's clock starts from here
      renderedAtMs={Date.now()}
    >
      <Prefetched queries={(client, supabase) => [client.query(accountQuery(supabase, userId))]}>
        <WallFrame userId={userId}>{children}</WallFrame>
      </Prefetched>
    </Providers>
  );
}
