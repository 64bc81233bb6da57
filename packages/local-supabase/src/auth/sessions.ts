import { randomBytes, randomUUID } from "node:crypto";
import { importJWK, SignJWT } from "jose";
import type pg from "pg";
import type { GatewayDeps } from "../gateway/deps.ts";
import { AuthError } from "./auth-error.ts";
import { USER_JSON, type User } from "./user-json.ts";
import { findUser, inOneTransaction } from "./users.ts";

const ACCESS_TOKEN_SECONDS = 3_600;

/** How long a rotated refresh token may come again: two tabs, or an answer that was lost on its way. */
const REUSE_SECONDS = 10;

interface Session {
  access_token: string;
  token_type: "bearer";
  expires_in: number;
  expires_at: number;
  refresh_token: string;
  user: User;
}

export interface Sessions {
  /** A new session for somebody who proved a password. */
  open(userId: string, userAgent: string | undefined): Promise<Session>;
  /** Rotates a refresh token. A token that comes again too late ends its whole session. */
  refresh(token: string): Promise<Session>;
  /** Ends all of somebody's sessions, this one, or all others. */
  end(userId: string, sessionId: string, scope: LogoutScope): Promise<void>;
}

export const LOGOUT_SCOPES = ["global", "local", "others"] as const;
export type LogoutScope = (typeof LOGOUT_SCOPES)[number];

export async function createSessions(
  deps: Pick<GatewayDeps, "authPool" | "keys" | "apiUrl">,
): Promise<Sessions> {
  const { authPool, keys, apiUrl } = deps;
  const signingKey = await importJWK(keys.signingJwk, "ES256");

  async function issue(
    user: User,
    sessionId: string,
    signedInAt: number,
    refreshToken: string,
  ): Promise<Session> {
    const issuedAt = Math.floor(Date.now() / 1_000);
    const expiresAt = issuedAt + ACCESS_TOKEN_SECONDS;
    const claims = {
      email: user.email,
      phone: user.phone,
      app_metadata: user.app_metadata,
      user_metadata: user.user_metadata,
      role: user.role,
      aal: "aal1",
      amr: [{ method: "password", timestamp: signedInAt }],
      session_id: sessionId,
      is_anonymous: user.is_anonymous,
    };
    const accessToken = await new SignJWT(claims)
      .setProtectedHeader({ alg: "ES256", kid: keys.signingJwk.kid, typ: "JWT" })
      .setIssuer(`${apiUrl}/auth/v1`)
      .setSubject(user.id)
      .setAudience(user.aud)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .sign(signingKey);
    return {
      access_token: accessToken,
      token_type: "bearer",
      expires_in: ACCESS_TOKEN_SECONDS,
      expires_at: expiresAt,
      refresh_token: refreshToken,
      user,
    };
  }

  return {
    async open(userId, userAgent) {
      const sessionId = randomUUID();
      const token = newToken();
      const user = await inOneTransaction(authPool, async (client) => {
        await client.query(
          `insert into auth.sessions (id, user_id, created_at, updated_at, aal, user_agent)
           values ($1, $2, now(), now(), 'aal1', $3)`,
          [sessionId, userId, userAgent],
        );
        await insertToken(client, { token, userId, sessionId, parent: null });
        const { rows } = await client.query<{ user: User }>(
          `with u as (update auth.users set last_sign_in_at = now(), updated_at = now() where id = $1 returning *)
           select ${USER_JSON} as user from u`,
          [userId],
        );
        return rows[0]?.user;
      });
      if (!user) throw new AuthError(400, "invalid_credentials", "Invalid login credentials");
      return issue(user, sessionId, Math.floor(Date.now() / 1_000), token);
    },

    async refresh(token) {
      const outcome = await inOneTransaction(authPool, (client) => rotate(client, token));
      // Thrown here, after the commit: the end of the family must not be undone with the refusal.
      if (outcome.kind === "refused") throw outcome.error;
      return issue(outcome.user, outcome.sessionId, outcome.signedInAt, outcome.token);
    },

    async end(userId, sessionId, scope) {
      const condition = { global: "true", local: "id = $2", others: "id <> $2" }[scope];
      await authPool.query(
        `delete from auth.sessions where user_id = $1 and ($2::uuid is null or ${condition})`,
        [userId, sessionId],
      );
    },
  };
}

type Rotation =
  | { kind: "refused"; error: AuthError }
  | { kind: "rotated"; user: User; sessionId: string; signedInAt: number; token: string };

async function rotate(client: pg.ClientBase, token: string): Promise<Rotation> {
  // The session's row is the lock: of two refreshes at once the second sees what the first did.
  const { rows } = await client.query<{
    session_id: string;
    user_id: string;
    revoked: boolean;
    is_reusable: boolean;
    signed_in_at: string;
    is_banned: boolean;
  }>(
    `select s.id as session_id, s.user_id, t.revoked,
       t.updated_at > clock_timestamp() - make_interval(secs => $2) as is_reusable,
       floor(extract(epoch from s.created_at)) as signed_in_at,
       coalesce(u.banned_until > now(), false) as is_banned
     from auth.sessions s
     join auth.users u on u.id = s.user_id
     join auth.refresh_tokens t on t.session_id = s.id and t.token = $1
     where s.id = (select session_id from auth.refresh_tokens where token = $1)
       and (s.not_after is null or s.not_after > now())
     for update of s`,
    [token, REUSE_SECONDS],
  );
  const [found] = rows;
  if (!found) {
    return refused("refresh_token_not_found", "Invalid Refresh Token: Refresh Token Not Found");
  }
  if (found.is_banned) return refused("user_banned", "Invalid Refresh Token: User Banned");
  const { session_id: sessionId, user_id: userId } = found;

  // Read again under the lock: the row above may be from before the other refresh.
  const { rows: current } = await client.query<{
    revoked: boolean;
    is_reusable: boolean;
    successor: string | null;
  }>(
    `select t.revoked, t.updated_at > clock_timestamp() - make_interval(secs => $2) as is_reusable,
       (select n.token from auth.refresh_tokens n where n.parent = t.token and not n.revoked limit 1) as successor
     from auth.refresh_tokens t where t.token = $1`,
    [token, REUSE_SECONDS],
  );
  const state = current[0];
  if (state?.revoked && !state.is_reusable) {
    await client.query("delete from auth.sessions where id = $1", [sessionId]);
    return refused("refresh_token_already_used", "Invalid Refresh Token: Already Used");
  }
  const successor = state?.successor ?? newToken();
  if (!state?.successor) {
    await client.query(
      "update auth.refresh_tokens set revoked = true, updated_at = clock_timestamp() where token = $1 and not revoked",
      [token],
    );
    await insertToken(client, { token: successor, userId, sessionId, parent: token });
  }
  await client.query("update auth.sessions set refreshed_at = now(), updated_at = now() where id = $1", [
    sessionId,
  ]);
  const user = await findUser(client, userId);
  if (!user) return refused("refresh_token_not_found", "Invalid Refresh Token: Refresh Token Not Found");
  return { kind: "rotated", user, sessionId, signedInAt: Number(found.signed_in_at), token: successor };
}

function refused(code: string, message: string): Rotation {
  return { kind: "refused", error: new AuthError(400, code, message) };
}

async function insertToken(
  client: pg.ClientBase,
  row: { token: string; userId: string; sessionId: string; parent: string | null },
): Promise<void> {
  await client.query(
    `insert into auth.refresh_tokens (instance_id, token, user_id, session_id, parent, revoked, created_at, updated_at)
     values ('00000000-0000-0000-0000-000000000000', $1, $2, $3, $4, false, clock_timestamp(), clock_timestamp())`,
    [row.token, row.userId, row.sessionId, row.parent],
  );
}

const newToken = (): string => randomBytes(18).toString("base64url");
