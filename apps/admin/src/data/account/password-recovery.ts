import { createBrowserClient } from "@supabase/ssr";
import type { AuthError, SupabaseClient } from "@supabase/supabase-js";
import type { Database } from "@spool/db/database.types";
import type { ConsoleConfig } from "../../lib/console-config.ts";

export type AccountClient = SupabaseClient<Database>;

/** A client that leaves the page's address to {@link enterByLink}: links come in forms it would refuse by itself. */
export function accountClient({ supabaseUrl, publishableKey }: ConsoleConfig): AccountClient {
  return createBrowserClient<Database>(supabaseUrl, publishableKey, {
    isSingleton: false,
    auth: { detectSessionInUrl: false },
  });
}

/** Has a link mailed that leads to `returnUrl`. Says nothing about whether the address has an account. */
export async function requestRecovery(
  client: AccountClient,
  email: string,
  returnUrl: string,
): Promise<void> {
  const { error } = await client.auth.resetPasswordForEmail(email, { redirectTo: returnUrl });
  if (error) throw inWords(error);
}

/**
 * Signs in by whatever a mailed link left in the page's address, and answers with the email of the account.
 *
 * Recovery asked for in this browser comes as a code, an invitation as tokens in the fragment, and a template of the
 * project's own may send a hash. Without any of them it is whoever is signed in. Throws an Error for people to read.
 */
export async function enterByLink(client: AccountClient, url: URL): Promise<string> {
  const given = new URLSearchParams([...url.searchParams, ...new URLSearchParams(url.hash.slice(1))]);
  if (given.has("error_code") || given.has("error_description"))
    throw new Error(
      REASONS[given.get("error_code") ?? ""] ?? given.get("error_description") ?? "The link was refused.",
    );
  const { data, error } = await signInBy(client, given);
  if (error) throw inWords(error);
  if (data.user?.email === undefined) throw new Error("This page opens from the link in a mail.");
  return data.user.email;
}

export async function changePassword(client: AccountClient, password: string): Promise<void> {
  const { error } = await client.auth.updateUser({ password });
  if (error) throw inWords(error);
}

function signInBy(client: AccountClient, given: URLSearchParams) {
  const code = given.get("code");
  if (code !== null) return client.auth.exchangeCodeForSession(code);
  const tokenHash = given.get("token_hash");
  if (tokenHash !== null) {
    const type = given.get("type") === "invite" ? "invite" : "recovery";
    return client.auth.verifyOtp({ token_hash: tokenHash, type });
  }
  const [accessToken, refreshToken] = [given.get("access_token"), given.get("refresh_token")];
  if (accessToken !== null && refreshToken !== null)
    return client.auth.setSession({ access_token: accessToken, refresh_token: refreshToken });
  return client.auth.getUser();
}

const OLD_LINK = "This link has been used already, or is too old. Ask for a new one.";
const OTHER_BROWSER = "Open the link in the browser in which you asked for it, or ask for a new one here.";

const REASONS: Readonly<Record<string, string>> = {
  otp_expired: OLD_LINK,
  flow_state_not_found: OLD_LINK,
  flow_state_expired: OLD_LINK,
  pkce_code_verifier_not_found: OTHER_BROWSER,
  bad_code_verifier: OTHER_BROWSER,
  session_not_found: "This page opens from the link in a mail.",
  same_password: "That is the password you have now. Choose a different one.",
};

function inWords(error: AuthError): Error {
  if (error.name === "AuthSessionMissingError") return new Error("This page opens from the link in a mail.");
  if (error.name === "AuthRetryableFetchError")
    return new Error("The Supabase API does not answer. Try again in a moment.");
  return new Error(REASONS[error.code ?? ""] ?? error.message, { cause: error });
}
