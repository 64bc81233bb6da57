import { combineChunks, stringFromBase64URL } from "@supabase/ssr";

/** A token is renewed this long before it ends, so that no request carries one that ends on its way. */
const MARGIN_SECONDS = 90;
const BASE64_PREFIX = "base64-";

interface Session {
  access_token: string;
  /** Seconds since 1970, by the server's clock. */
  expires_at: number;
}

interface SessionTokenOptions {
  supabaseUrl: string;
  readCookies: () => string;
  /** The server's time as well as it is known: a reader's clock may be minutes off. */
  nowMs: () => number;
  /** Renews the session in the cookies. Null when it cannot be renewed. */
  renew: () => Promise<string | null>;
}

/**
 * Reads the access token of the session that `@supabase/ssr` keeps in cookies, without the client that renews it:
 * that one is large, and needed once an hour. Null where nobody is signed in.
 */
export function createSessionToken({ supabaseUrl, readCookies, nowMs, renew }: SessionTokenOptions) {
  const cookieName = `sb-${new URL(supabaseUrl).hostname.split(".")[0] ?? ""}-auth-token`;
  let renewing: Promise<string | null> | undefined;

  function renewOnce(): Promise<string | null> {
    renewing ??= renew().finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  const readSession = async (): Promise<Session | null> =>
    parseSession(await combineChunks(cookieName, (name) => cookieOf(readCookies(), name)));

  return {
    async read(): Promise<string | null> {
      const session = await readSession();
      if (session === null) return null;
      if (session.expires_at - nowMs() / 1_000 > MARGIN_SECONDS) return session.access_token;
      return await renewOnce();
    },
    renew: renewOnce,
    /** Whose session it is, ended or not: the id of a person, or null where there is none. */
    async owner(): Promise<string | null> {
      const session = await readSession();
      return session === null ? null : subjectOf(session.access_token);
    },
  };
}

/** Only to tell people apart: nothing is allowed because of what an unchecked token says. */
function subjectOf(token: string): string | null {
  try {
    const claims = JSON.parse(stringFromBase64URL(token.split(".")[1] ?? "")) as { sub?: unknown };
    return typeof claims.sub === "string" ? claims.sub : null;
  } catch {
    return null;
  }
}

/** As it was written: base64url needs no escapes. */
function cookieOf(cookies: string, name: string): string | undefined {
  const start = `${name}=`;
  return cookies
    .split("; ")
    .find((cookie) => cookie.startsWith(start))
    ?.slice(start.length);
}

/** Null for what is no session: nobody is signed in, or the cookie was cut short. */
function parseSession(cookie: string | null): Session | null {
  if (cookie?.startsWith(BASE64_PREFIX) !== true) return null;
  try {
    const session = JSON.parse(stringFromBase64URL(cookie.slice(BASE64_PREFIX.length))) as Partial<Session>; // every field is looked at below
    return typeof session.access_token === "string" && typeof session.expires_at === "number"
      ? { access_token: session.access_token, expires_at: session.expires_at }
      : null;
  } catch {
    return null;
  }
}
