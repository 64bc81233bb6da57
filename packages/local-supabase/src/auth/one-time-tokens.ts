import { createHash, createHmac, hkdfSync, randomInt } from "node:crypto";
import type pg from "pg";
import type { StackKeys } from "../keys.ts";
import { AuthError } from "./auth-error.ts";

const OTP_DIGITS = 6;

/** Marks the links of the PKCE flow, as hosted Auth does. */
export const PKCE_PREFIX = "pkce_";

const CONFIRMATION = ["confirmation_token", "confirmation_sent_at"] as const;
const RECOVERY = ["recovery_token", "recovery_sent_at"] as const;

/** What each kind of mail is kept as, and the column that says when it was sent. */
const TOKENS = {
  signup: CONFIRMATION,
  invite: CONFIRMATION,
  recovery: RECOVERY,
  magiclink: RECOVERY,
  reauthentication: ["reauthentication_token", "reauthentication_sent_at"],
  email_change_current: ["email_change_token_current", "email_change_sent_at"],
  email_change_new: ["email_change_token_new", "email_change_sent_at"],
} as const;
export type MailKind = keyof typeof TOKENS;

/** What a link or code may be presented as. `email` leaves open whether it confirms or recovers. */
export const TOKENS_OF_TYPE: ReadonlyMap<string, readonly string[]> = new Map([
  ["signup", ["confirmation_token"]],
  ["invite", ["confirmation_token"]],
  ["recovery", ["recovery_token"]],
  ["magiclink", ["recovery_token"]],
  ["email", ["confirmation_token", "recovery_token"]],
  ["email_change", ["email_change_token_current", "email_change_token_new"]],
]);

export interface IssuedToken {
  /** For people to type, beside their address. */
  otp: string;
  /** For links. */
  token: string;
}

export interface OneTimeTokens {
  /** A new link and code for `email`; the one before of the same kind is void. */
  issue(
    client: pg.Pool | pg.ClientBase,
    userId: string,
    kind: MailKind,
    email: string,
    isPkce: boolean,
  ): Promise<IssuedToken>;
  /** Whom a link or code was for. It is gone then. 403 `otp_expired` when it is unknown, used or too old. */
  redeem(client: pg.ClientBase, presented: Presented, kinds: readonly string[]): Promise<string>;
}

export type Presented = { token: string } | { email: string; otp: string };

/**
 * The secrets in mails. Six digits are few, so links carry a MAC of them under a key that is not in the database,
 * and the database holds a hash of that: reading it opens no account.
 */
export function createOneTimeTokens(keys: StackKeys, linkSeconds: number): OneTimeTokens {
  const key = Buffer.from(hkdfSync("sha256", keys.signingJwk.d, "", "one-time tokens", 32));
  const tokenOf = (email: string, otp: string): string =>
    createHmac("sha224", key).update(`${email}\n${otp}`).digest("hex");

  return {
    async issue(client, userId, kind, email, isPkce) {
      const otp = String(randomInt(10 ** OTP_DIGITS)).padStart(OTP_DIGITS, "0");
      const token = (isPkce ? PKCE_PREFIX : "") + tokenOf(email, otp);
      const [type, sentAt] = TOKENS[kind];
      const more = kind === "invite" ? ", invited_at = now()" : "";
      await client.query(
        `with sent as (update auth.users set ${sentAt} = now()${more} where id = $1 returning id)
         insert into auth.one_time_tokens (user_id, token_type, token_hash, relates_to)
         select id, $2, $3, $4 from sent
         on conflict (user_id, token_type) do update
         set token_hash = excluded.token_hash, relates_to = excluded.relates_to, created_at = now(), updated_at = now()`,
        [userId, type, digest(token), email],
      );
      return { otp, token };
    },

    async redeem(client, presented, kinds) {
      const byOtp = "otp" in presented;
      const token = byOtp ? tokenOf(presented.email, presented.otp) : presented.token;
      const hashes = byOtp ? [digest(token), digest(PKCE_PREFIX + token)] : [digest(token)];
      const { rows } = await client.query<{ user_id: string }>(
        `delete from auth.one_time_tokens
         where token_hash = any($1) and token_type = any($2::auth.one_time_token_type[])
           and created_at > localtimestamp - make_interval(secs => $3)
         returning user_id`,
        [hashes, kinds, linkSeconds],
      );
      const [row] = rows;
      if (row) return row.user_id;
      const what = byOtp ? "Token has expired or is invalid" : "Email link is invalid or has expired";
      throw new AuthError(403, "otp_expired", what);
    },
  };
}

/** How secrets are kept: SHA-256, enough for what nobody can guess. */
export function digest(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
