import { randomUUID } from "node:crypto";
import type pg from "pg";
import { z } from "zod";
import { AuthError, invalid } from "./auth-error.ts";
import {
  digest,
  PKCE_PREFIX,
  TOKENS_OF_TYPE,
  type IssuedToken,
  type MailKind,
  type Presented,
} from "./one-time-tokens.ts";
import type { AuthServices } from "./services.ts";
import { completeEmailChange, confirmUser, findUser } from "./users.ts";

/** Proof of who asked for a link, kept by the client until the link comes back. Absent in the implicit flow. */
export const challengeSchema = z.object({
  code_challenge: z
    .string()
    .regex(/^$|^[\w.~-]{43,128}$/, "code challenge has to be between 43 and 128 characters")
    .nullish(),
  code_challenge_method: z.string().nullish(),
});
type Challenge = z.infer<typeof challengeSchema>;

/** Names of flows in `auth.flow_state`, by the type that their links carry. */
const flowMethod = (type: string): string => (type === "signup" ? "email/signup" : type);

/** The type that a link carries: both links of a change of address are of one. */
export const linkType = (kind: MailKind): string => (kind.startsWith("email_change") ? "email_change" : kind);

interface LinkRequest extends Challenge {
  userId: string;
  kind: MailKind;
  /** Whom the link is for. */
  email: string;
  redirectTo: string;
}

/** Makes a link and its code. What was sent before for the same purpose is void. */
export async function makeLink(
  { authPool, tokens, settings, apiUrl }: AuthServices,
  { userId, kind, email, redirectTo, ...flow }: LinkRequest,
): Promise<IssuedToken & { link: string }> {
  const challenge = flow.code_challenge ?? "";
  if (challenge !== "") {
    await authPool.query(
      `with old as (delete from auth.flow_state where created_at < now() - interval '1 day')
       insert into auth.flow_state (user_id, auth_code, code_challenge, code_challenge_method, provider_type,
         authentication_method)
       values ($1, '', $2, $3, $4, $4)`,
      [userId, challenge, flow.code_challenge_method?.toLowerCase(), flowMethod(linkType(kind))],
    );
  }
  const issued = await tokens.issue(authPool, userId, kind, email, challenge !== "");
  const query = new URLSearchParams({ token: issued.token, type: linkType(kind), redirect_to: redirectTo });
  return { ...issued, link: `${settings.externalUrl ?? apiUrl}/auth/v1/verify?${query.toString()}` };
}

export async function mailLink(services: AuthServices, request: LinkRequest): Promise<void> {
  await services.mailer.send(request.kind, request.email, await makeLink(services, request));
}

/** Half a PKCE challenge, or one of a method nobody knows, is refused before anything is sent. */
export function assertChallenge({ code_challenge, code_challenge_method }: Challenge): void {
  const [challenge, method] = [code_challenge ?? "", code_challenge_method ?? ""];
  if ((challenge === "") !== (method === ""))
    throw invalid("PKCE flow requires code_challenge_method and code_challenge");
  if (!/^(?:s256|plain)?$/i.test(method)) throw invalid(`unsupported code_challenge method "${method}"`);
}

/**
 * Does what a link or code was mailed for. The person's id, or null when a change of address waits for the other link.
 *
 * Call inside a transaction: a refusal must not use the link up.
 */
export async function redeemLink(
  client: pg.ClientBase,
  tokens: AuthServices["tokens"],
  presented: Presented,
  type: string,
): Promise<string | null> {
  const kinds = TOKENS_OF_TYPE.get(type);
  if (!kinds) throw invalid("Invalid email verification type");
  const userId = await tokens.redeem(client, presented, kinds);
  const user = await findUser(client, userId);
  if (!user) throw new AuthError(403, "otp_expired", "Email link is invalid or has expired");
  if (user.banned_until !== undefined && Date.parse(user.banned_until) > Date.now())
    throw new AuthError(403, "user_banned", "User is banned");
  if (type !== "email_change") {
    // A password that an unconfirmed account has may be that of anybody who typed in the address.
    await confirmUser(client, userId, type === "invite" || type === "recovery");
    return userId;
  }
  const { rowCount } = await client.query(
    "update auth.users set email_change_confirm_status = 1 where id = $1 and email_change_confirm_status = 0",
    [userId],
  );
  if (rowCount === 1) return null;
  await completeEmailChange(client, userId);
  return userId;
}

export const isPkceToken = (token: string): boolean => token.startsWith(PKCE_PREFIX);

/** The code that whoever asked for the link trades for a session. */
export async function issueAuthCode(client: pg.ClientBase, userId: string, type: string): Promise<string> {
  const code = randomUUID();
  const { rowCount } = await client.query(
    `update auth.flow_state set auth_code = $3, auth_code_issued_at = now(), updated_at = now()
     where id = (
       select id from auth.flow_state where user_id = $1 and authentication_method = $2 order by created_at desc limit 1
     )`,
    [userId, flowMethod(type), digest(code)],
  );
  if (rowCount === 1) return code;
  throw new AuthError(
    400,
    "flow_state_not_found",
    "No associated flow state found. No valid flow state found for user.",
  );
}
