import { accountQuery } from "../../../data/account/account-query.ts";
import { environment } from "../../../env.ts";
import { currentUserId } from "../../../lib/current-user.ts";
import { Prefetched } from "../../../lib/prefetched.tsx";
import { Providers } from "./providers.tsx";

/** What every page of somebody who is signed in needs around it, in whichever frame. */
export async function SignedIn({ children }: { children: (userId: string) => React.ReactNode }) {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = environment();
  const userId = await currentUserId();
  return (
    <Providers
      config={{ supabaseUrl: SUPABASE_URL, publishableKey: SUPABASE_PUBLISHABLE_KEY }}
      // eslint-disable-next-line react-hooks/purity -- drawn once, on the server: the page's clock starts from here
      renderedAtMs={Date.now()}
    >
      <Prefetched queries={(client, supabase) => [client.query(accountQuery(supabase, userId))]}>
        {children(userId)}
      </Prefetched>
    </Providers>
  );
}
