import type { Context } from "hono";
import { z } from "zod";
import type { GatewayDeps } from "../gateway/deps.ts";
import { AuthError } from "./auth-error.ts";
import type { Mailer } from "./mailer.ts";
import type { OneTimeTokens } from "./one-time-tokens.ts";
import type { Passwords } from "./passwords.ts";
import { origin, type AuthLimits } from "./rate-limits.ts";
import type { Device, Sessions } from "./sessions.ts";
import type { AuthSettings } from "./settings.ts";

/** What the routes of Auth work with. Made in `app.ts`. */
export interface AuthServices extends GatewayDeps {
  settings: AuthSettings;
  limits: AuthLimits;
  passwords: Passwords;
  sessions: Sessions;
  tokens: OneTimeTokens;
  mailer: Mailer;
  /** Does work after the answer, so that how long it takes tells nobody which accounts exist. */
  later(context: Context, work: () => Promise<void>): void;
}

export function deviceOf(context: Context): Device {
  return { userAgent: context.req.header("user-agent"), ip: origin(context).ip };
}

const userClaimsSchema = z.object({ sub: z.uuid(), session_id: z.uuid().optional() });

export interface Caller {
  userId: string;
  /** Null for tokens that were not made by signing in. */
  sessionId: string | null;
}

/** Whoever an access token speaks for, if the person and the session still exist. A key alone speaks for nobody. */
export async function signedIn(services: AuthServices, context: Context): Promise<Caller> {
  const { claims } = await services.authenticate(context.req.raw.headers, new URL(context.req.url));
  const parsed = userClaimsSchema.safeParse(claims);
  if (!parsed.success)
    throw new AuthError(401, "no_authorization", "This endpoint requires a valid Bearer token");
  const { sub: userId, session_id: sessionId = null } = parsed.data;
  const { rows } = await services.authPool.query<{ has_session: boolean }>(
    `select $2::uuid is null or exists (select from auth.sessions s where s.id = $2 and s.user_id = u.id) as has_session
     from auth.users u where u.id = $1 and u.deleted_at is null`,
    [userId, sessionId],
  );
  const [user] = rows;
  if (!user) throw new AuthError(403, "user_not_found", "User from sub claim in JWT does not exist");
  if (user.has_session) return { userId, sessionId };
  throw new AuthError(403, "session_not_found", "Session from session_id claim in JWT does not exist");
}

/** Refuses everybody but the holder of the secret key. */
export async function requireAdmin(services: AuthServices, context: Context): Promise<void> {
  const { role } = await services.authenticate(context.req.raw.headers, new URL(context.req.url));
  if (role !== "service_role") throw new AuthError(403, "not_admin", "User not allowed");
}
