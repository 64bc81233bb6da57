import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { z } from "zod";
import type { Credentials } from "../gateway/credentials.ts";
import type { GatewayDeps } from "../gateway/deps.ts";
import { createAdminApp } from "./admin.ts";
import { AuthError, respondToError } from "./auth-error.ts";
import { isPassword } from "./password.ts";
import { readBody } from "./request-body.ts";
import { createSessions, LOGOUT_SCOPES } from "./sessions.ts";
import { createUser, emailSchema, findUser, metadataSchema, updateUser } from "./users.ts";

const MAX_BODY_BYTES = 1024 * 1024;

/** What hosted Auth can do and this stack cannot, or not yet. */
const UNSUPPORTED = [
  "/authorize", "/callback", "/sso", "/sso/*", "/otp", "/magiclink", "/verify", "/recover", "/resend", "/invite",
  "/reauthenticate", "/factors", "/factors/*", "/user/identities/*", "/oauth/*",
]; // prettier-ignore

const credentialsSchema = z.object({ email: emailSchema, password: z.string() });
const signUpSchema = credentialsSchema.extend({ data: metadataSchema.optional() });
const refreshSchema = z.object({ refresh_token: z.string().min(1).max(255) });
const changesSchema = z.object({
  email: emailSchema.optional(),
  password: z.string().optional(),
  data: metadataSchema.optional(),
});

/** `/auth/v1`: accounts and sessions, as hosted Auth serves them to people who sign in with a password. */
export async function createAuthApp(deps: GatewayDeps, isSignupEnabled: boolean): Promise<Hono> {
  const { authPool } = deps;
  const sessions = await createSessions(deps);
  const app = new Hono();
  app.onError(respondToError);
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw new AuthError(413, "request_too_large", "The request body is too large");
      },
    }),
  );

  app.get("/.well-known/jwks.json", (context) => {
    const { d: _private, ...publicJwk } = deps.keys.signingJwk;
    context.header("Cache-Control", "public, max-age=600");
    return context.json({ keys: [{ ...publicJwk, use: "sig", key_ops: ["verify"] }] });
  });

  // Everything below needs a key. A token beside it is looked at where it counts: refreshing works with an expired one.
  app.use(async (context, next) => {
    const apikey = context.req.header("apikey");
    const headers = apikey === undefined ? context.req.raw.headers : new Headers({ apikey });
    await deps.authenticate(headers, new URL(context.req.url));
    await next();
  });

  app.get("/health", (context) =>
    context.json({ name: "GoTrue", version: "spool", description: "Local Auth server" }),
  );

  app.get("/settings", (context) =>
    context.json({
      external: { email: true, phone: false, anonymous_users: false },
      disable_signup: !isSignupEnabled,
      mailer_autoconfirm: true,
      phone_autoconfirm: false,
      saml_enabled: false,
    }),
  );

  app.post("/signup", async (context) => {
    const { email, password, data = {} } = await readBody(context.req.raw, signUpSchema);
    if (!isSignupEnabled)
      throw new AuthError(422, "signup_disabled", "Signups not allowed for this instance");
    const user = await createUser(
      authPool,
      { email, password, isConfirmed: true, userMetadata: data, appMetadata: {} },
      { code: "user_already_exists", message: "User already registered" },
    );
    return context.json(await sessions.open(user.id, context.req.header("user-agent")));
  });

  app.post("/token", async (context) => {
    switch (context.req.query("grant_type")) {
      case "password": {
        const { email, password } = await readBody(context.req.raw, credentialsSchema);
        const userId = await checkPassword(deps, email, password);
        return context.json(await sessions.open(userId, context.req.header("user-agent")));
      }
      case "refresh_token": {
        const { refresh_token } = await readBody(context.req.raw, refreshSchema);
        return context.json(await sessions.refresh(refresh_token));
      }
      case "pkce":
      case "id_token":
      case "web3":
        throw new AuthError(501, "not_implemented", "This grant type is not supported by the local stack");
      case undefined:
      default:
        throw new AuthError(400, "validation_failed", "unsupported_grant_type");
    }
  });

  const signedIn = async (request: Request): Promise<{ userId: string; sessionId: string }> => {
    const caller = userOf(await deps.authenticate(request.headers, new URL(request.url)));
    const { rows } = await authPool.query("select from auth.sessions where id = $1 and user_id = $2", [
      caller.sessionId,
      caller.userId,
    ]);
    if (rows.length === 1) return caller;
    throw new AuthError(403, "session_not_found", "Session from session_id claim in JWT does not exist");
  };

  app.post("/logout", async (context) => {
    const scope = z.enum(LOGOUT_SCOPES).safeParse(context.req.query("scope") ?? "global");
    if (!scope.success) throw new AuthError(400, "validation_failed", "Unsupported logout scope");
    const { userId, sessionId } = await signedIn(context.req.raw);
    await sessions.end(userId, sessionId, scope.data);
    return context.body(null, 204);
  });

  app.get("/user", async (context) => {
    const { userId } = await signedIn(context.req.raw);
    return context.json(await existing(findUser(authPool, userId)));
  });

  app.put("/user", async (context) => {
    const { userId, sessionId } = await signedIn(context.req.raw);
    const { email, password, data } = await readBody(context.req.raw, changesSchema);
    const user = await existing(updateUser(authPool, userId, { email, password, userMetadata: data }));
    // Whoever knew the old password is out.
    if (password !== undefined) await sessions.end(userId, sessionId, "others");
    return context.json(user);
  });

  app.route("/admin", createAdminApp(deps));

  for (const path of UNSUPPORTED) {
    app.all(path, (context) => {
      throw new AuthError(501, "not_implemented", `${context.req.path} is not supported by the local stack`);
    });
  }
  app.notFound(() => {
    throw new AuthError(404, "not_found", "There is no such endpoint");
  });
  return app;
}

async function checkPassword({ authPool }: GatewayDeps, email: string, password: string): Promise<string> {
  const { rows } = await authPool.query<{
    id: string;
    encrypted_password: string | null;
    is_confirmed: boolean;
    is_banned: boolean;
  }>(
    `select id, encrypted_password, email_confirmed_at is not null as is_confirmed,
       coalesce(banned_until > now(), false) as is_banned
     from auth.users where email = $1 and aud = 'authenticated' and not is_sso_user and deleted_at is null`,
    [email],
  );
  const [user] = rows;
  const isRight = await isPassword(password, user?.encrypted_password ?? null);
  if (!user || !isRight) throw new AuthError(400, "invalid_credentials", "Invalid login credentials");
  if (user.is_banned) throw new AuthError(400, "user_banned", "User is banned");
  if (!user.is_confirmed) throw new AuthError(400, "email_not_confirmed", "Email not confirmed");
  return user.id;
}

const userClaimsSchema = z.object({ sub: z.uuid(), session_id: z.uuid() });

/** The person and session of an access token; a key alone speaks for nobody. */
function userOf({ claims }: Credentials): { userId: string; sessionId: string } {
  const parsed = userClaimsSchema.safeParse(claims);
  if (parsed.success) return { userId: parsed.data.sub, sessionId: parsed.data.session_id };
  throw new AuthError(401, "no_authorization", "This endpoint requires a valid Bearer token");
}

async function existing<T>(user: Promise<T | undefined>): Promise<T> {
  const found = await user;
  if (found === undefined)
    throw new AuthError(403, "user_not_found", "User from sub claim in JWT does not exist");
  return found;
}
