import { createHmac, hkdfSync, randomBytes, randomUUID } from "node:crypto";
import { importJWK, SignJWT } from "jose";
import type pg from "pg";
import type { GatewayDeps } from "../gateway/deps.ts";
import { AuthError } from "./auth-error.ts";
import { digest } from "./one-time-tokens.ts";
import { USER_JSON, type User } from "./user-json.ts";
import { inOneTransaction } from "./transaction.ts";
import { findUser } from "./users.ts";

const INSERT_TOKEN = `insert into auth.refresh_tokens
  (token, user_id, session_id, parent, revoked, created_at, updated_at)`;

const ACCESS_TOKEN_SECONDS = 3_600;

/** How long a rotated refresh token may come again: two tabs, or an answer that was lost on its way. */
const REUSE_SECONDS = 10;

export interface Session {
  access_token: string;
  token_type: "bearer";
  expires_in: number;
  expires_at: number;
  refresh_token: string;
  user: User;
}

/** Where somebody signs in from: what lists of sessions show. */
export interface Device {
  userAgent: string | undefined;
  ip: string;
}

export interface Sessions {
  /** A new session for somebody who proved who they are, by `method`. */
  open(client: pg.ClientBase, userId: string, method: string, device: Device): Promise<Session>;
  /** Rotates a refresh token. A token that comes again too late ends its whole session. */
  refresh(token: string, device: Device): Promise<Session>;
}

export async function createSessions({
  authPool,
  keys,
  apiUrl,
}: Pick<GatewayDeps, "authPool" | "keys" | "apiUrl">): Promise<Sessions> {
  const signingKey = await importJWK(keys.signingJwk, "ES256");
  const rotationKey = Buffer.from(hkdfSync("sha256", keys.signingJwk.d, "", "refresh tokens", 32));
  // Made from the one before: only hashes are stored, and a token that comes again still leads to its successor.
  const successorOf = (token: string): string =>
    createHmac("sha256", rotationKey).update(token).digest("base64url").slice(0, 32);

  async function issue(
    client: pg.ClientBase,
    user: User,
    sessionId: string,
    token: string,
  ): Promise<Session> {
    const { rows: amr } = await client.query(
      `select authentication_method as method, floor(extract(epoch from created_at))::int as timestamp
       from auth.mfa_amr_claims where session_id = $1 order by created_at desc`,
      [sessionId],
    );
    const issuedAt = Math.floor(Date.now() / 1_000);
    const { email, phone, app_metadata, user_metadata, role, is_anonymous } = user;
    const claims = { email, phone, app_metadata, user_metadata, role, is_anonymous };
    const accessToken = await new SignJWT({ ...claims, aal: "aal1", amr, session_id: sessionId })
      .setProtectedHeader({ alg: "ES256", kid: keys.signingJwk.kid, typ: "JWT" })
      .setIssuer(`${apiUrl}/auth/v1`)
      .setSubject(user.id)
      .setAudience(user.aud)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + ACCESS_TOKEN_SECONDS)
      .sign(signingKey);
    return {
      access_token: accessToken,
      token_type: "bearer",
      expires_in: ACCESS_TOKEN_SECONDS,
      expires_at: issuedAt + ACCESS_TOKEN_SECONDS,
      refresh_token: token,
      user,
    };
  }

  /** Answers refusals instead of throwing them: the end of a session must not be undone with its transaction. */
  async function rotate(client: pg.ClientBase, token: string, device: Device): Promise<Session | AuthError> {
    const notFound = refusal("refresh_token_not_found", "Refresh Token Not Found");
    // The session's row is the lock: of two refreshes at once the second sees what the first did.
    const { rows: sessions } = await client.query<{ id: string; user_id: string; is_banned: boolean }>(
      `select s.id, s.user_id, coalesce(u.banned_until > now(), false) as is_banned
       from auth.sessions s join auth.users u on u.id = s.user_id
       where s.id = (select session_id from auth.refresh_tokens where token = $1)
       for update of s`,
      [digest(token)],
    );
    const [session] = sessions;
    const user = session && (await findUser(client, session.user_id));
    if (!user) return notFound;
    if (session.is_banned) return refusal("user_banned", "User Banned");

    for (let current = token; ; current = successorOf(current)) {
      const { rows } = await client.query<{ revoked: boolean; is_reusable: boolean }>(
        `select revoked, updated_at > clock_timestamp() - make_interval(secs => $2) as is_reusable
         from auth.refresh_tokens where token = $1`,
        [digest(current), REUSE_SECONDS],
      );
      const [row] = rows;
      if (!row) return notFound;
      if (!row.revoked && current !== token) return issue(client, user, session.id, current);
      if (!row.revoked) break;
      if (!row.is_reusable) {
        await client.query("delete from auth.sessions where id = $1", [session.id]);
        return refusal("refresh_token_already_used", "Already Used");
      }
    }
    const successor = successorOf(token);
    await client.query(
      `with revoked as (
         update auth.refresh_tokens set revoked = true, updated_at = clock_timestamp() where token = $2
       ), refreshed as (
         update auth.sessions set refreshed_at = now(), updated_at = now(), user_agent = $3, ip = $4 where id = $1
       )
       ${INSERT_TOKEN} values ($5, $6, $1, $2, false, clock_timestamp(), clock_timestamp())`,
      [session.id, digest(token), device.userAgent, device.ip, digest(successor), user.id],
    );
    return issue(client, user, session.id, successor);
  }

  return {
    async open(client, userId, method, { userAgent, ip }) {
      const sessionId = randomUUID();
      const token = randomBytes(24).toString("base64url");
      await client.query(
        `with session as (
           insert into auth.sessions (id, user_id, created_at, updated_at, aal, user_agent, ip)
           values ($1, $2, now(), now(), 'aal1', $3, $4)
         ), proof as (
           insert into auth.mfa_amr_claims (session_id, created_at, updated_at, authentication_method)
           values ($1, now(), now(), $5)
         )
         ${INSERT_TOKEN} values ($6, $2::uuid, $1, null, false, clock_timestamp(), clock_timestamp())`,
        [sessionId, userId, userAgent, ip, method, digest(token)],
      );
      const { rows } = await client.query<{ user: User }>(
        `with u as (update auth.users set last_sign_in_at = now(), updated_at = now() where id = $1 returning *)
         select ${USER_JSON} as user from u`,
        [userId],
      );
      const [row] = rows;
      if (!row) throw new AuthError(403, "user_not_found", "User not found");
      return issue(client, row.user, sessionId, token);
    },

    async refresh(token, device) {
      const outcome = await inOneTransaction(authPool, (client) => rotate(client, token, device));
      if (outcome instanceof AuthError) throw outcome;
      return outcome;
    },
  };
}

function refusal(code: string, reason: string): AuthError {
  return new AuthError(400, code, `Invalid Refresh Token: ${reason}`);
}
