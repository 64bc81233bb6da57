import { PostgrestClient } from "@supabase/postgrest-js";
import type { RealtimeClient } from "@supabase/realtime-js";
import type { SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "@spool/db/database.types";
import { loadOnce } from "@spool/ui/load-once";
import type { ConsoleConfig } from "./console-config.ts";
import { createSessionToken } from "./session-token.ts";

/** What a query needs of a client. The server's client has it too. */
export type Supabase = Pick<SupabaseClient<Database>, "from" | "rpc">;

/**
 * The signed-in person's client: a small one that reads and calls, and the large parts when they are asked for.
 * supabase-js as a whole would be a third of what a page has to load.
 */
export interface BrowserSupabase extends Supabase {
  /** The Realtime connection; the same one every time. */
  realtime(): Promise<RealtimeClient>;
  /** All of supabase-js, for signing out and for uploads. */
  full(): Promise<SupabaseClient<Database>>;
  /** Whose session this browser holds now: another tab may have ended it, or begun another. Null for nobody's. */
  sessionOwner(): Promise<string | null>;
  /** Calls `listener` whenever something is asked for without a session, until the returned function is called. */
  onSessionMissed(listener: () => void): () => void;
  /** `fetch` of a path of the API (`/storage/v1/…`) as the signed-in person. */
  fetch(path: string, init: RequestInit): Promise<Response>;
  /**
   * What every request of the signed-in person carries, for those who send by themselves; null where the session has
   * ended. `isRenewed` when the last one was refused.
   */
  headers(options?: { isRenewed?: boolean }): Promise<Record<string, string> | null>;
  /** The whole address of a path of the API. */
  addressOf(path: string): string;
}

// Short, so that a connection that died without a word is noticed while somebody is still looking.
const HEARTBEAT_MS = 5_000;
const UNAUTHORIZED = 401;
/** Far beyond what Postgres may take for a statement. */
const ROWS_TIMEOUT_MS = 20_000;

export function createBrowserSupabase(
  { supabaseUrl, publishableKey }: ConsoleConfig,
  nowMs: () => number,
): BrowserSupabase {
  const token = createSessionToken({
    supabaseUrl,
    // While the server draws a page there are no cookies of a browser, and nothing is asked for.
    readCookies: () => (typeof document === "undefined" ? "" : document.cookie),
    nowMs,
    renew: async () => {
      const { data } = await (await full()).auth.refreshSession();
      return data.session?.access_token ?? null;
    },
  });

  const full = loadOnce(async (): Promise<SupabaseClient<Database>> => {
    const ssr = await import("@supabase/ssr");
    return ssr.createBrowserClient<Database>(supabaseUrl, publishableKey, {
      realtime: { heartbeatIntervalMs: HEARTBEAT_MS },
    });
  });

  const realtime = loadOnce(async () => {
    const { RealtimeClient } = await import("@supabase/realtime-js");
    return new RealtimeClient(new URL("realtime/v1", supabaseUrl).href.replace(/^http/, "ws"), {
      params: { apikey: publishableKey },
      heartbeatIntervalMs: HEARTBEAT_MS,
      accessToken: async () => (await token.read()) ?? publishableKey,
    });
  });

  const missed = new Set<() => void>();
  /** Nothing is asked for as nobody: what nobody may see would look like an empty list. */
  function answerWithoutSession(): Response {
    tellMissed();
    return Response.json(
      { code: "PT401", message: "Your session has ended. Sign in again.", details: null, hint: null },
      { status: UNAUTHORIZED },
    );
  }

  function tellMissed(): void {
    for (const listener of missed) listener();
  }

  const headersOf = (accessToken: string) => ({
    apikey: publishableKey,
    Authorization: `Bearer ${accessToken}`,
  });

  async function fetchAsPerson(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
    const send = (accessToken: string): Promise<Response> => {
      const headers = new Headers(init?.headers);
      for (const [name, value] of Object.entries(headersOf(accessToken))) headers.set(name, value);
      return fetch(input, { ...init, headers });
    };
    const held = await token.read();
    if (held === null) return answerWithoutSession();
    const response = await send(held);
    if (response.status !== UNAUTHORIZED) return response;
    // The token ended earlier than our clock believes, or was revoked: once more with a new one.
    const renewed = await token.renew();
    return renewed === null ? answerWithoutSession() : await send(renewed);
  }

  /** Nobody waits longer for rows: over a connection that died without a word, the answer never comes. */
  const fetchRows: typeof fetch = async (input, init) => {
    const timeout = AbortSignal.timeout(ROWS_TIMEOUT_MS);
    const signal = init?.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    try {
      return await fetchAsPerson(input, { ...init, signal });
    } catch (error) {
      if (timeout.aborted) throw new TypeError("The API did not answer in time", { cause: error });
      throw error;
    }
  };

  const rest = new PostgrestClient<Database>(new URL("rest/v1", supabaseUrl).href, {
    fetch: fetchRows,
    // Queries try again by themselves; both together would keep a reader from the reason for half a minute.
    retry: false,
  });
  return {
    from: rest.from.bind(rest),
    rpc: rest.rpc.bind(rest),
    realtime,
    full,
    sessionOwner: () => token.owner(),
    onSessionMissed(listener) {
      missed.add(listener);
      return () => void missed.delete(listener);
    },
    fetch: (path, init) => fetchAsPerson(new URL(path, supabaseUrl), init),
    async headers({ isRenewed = false } = {}) {
      const accessToken = await (isRenewed ? token.renew() : token.read());
      if (accessToken !== null) return headersOf(accessToken);
      tellMissed();
      return null;
    },
    addressOf: (path) => new URL(path, supabaseUrl).href,
  };
}
