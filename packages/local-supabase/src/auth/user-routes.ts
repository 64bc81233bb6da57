import { Hono, type Context } from "hono";
import { z } from "zod";
import { AuthError, invalid, unsupported } from "./auth-error.ts";
import { endSessions, LOGOUT_SCOPES } from "./end-sessions.ts";
import { assertChallenge, challengeSchema } from "./links.ts";
import { sendEmailChange } from "./mail-routes.ts";
import { redirectTarget } from "./redirects.ts";
import { readBody } from "./request-body.ts";
import { signedIn, type AuthServices, type Caller } from "./services.ts";
import { inOneTransaction } from "./transaction.ts";
import type { User } from "./user-json.ts";
import { emailExists, emailSchema, findUser, findUserByEmail, metadataSchema, updateUser } from "./users.ts";

const changesSchema = challengeSchema.extend({
  email: emailSchema.optional(),
  phone: z.string().optional(),
  password: z.string().optional(),
  nonce: z.string().default(""),
  data: metadataSchema.nullish(),
  app_metadata: z.unknown().optional(),
});

/** `/user` and `/logout`: what signed-in people do with their own account. */
export function createUserRoutes(services: AuthServices): Hono {
  const { authPool, limits, passwords, settings, tokens } = services;
  const app = new Hono();

  app.get("/user", async (context) => {
    const { userId } = await signedIn(services, context);
    return context.json(existing(await findUser(authPool, userId)));
  });

  app.put("/user", async (context) => {
    const caller = await signedIn(services, context);
    limits.count("user", context);
    const body = await readBody(context.req.raw, changesSchema);
    if (body.phone) throw unsupported("Phone numbers");
    if (body.app_metadata != null)
      throw new AuthError(403, "not_admin", "Updating app_metadata requires admin privileges");
    assertChallenge(body);

    const before = existing(await findUser(authPool, caller.userId));
    const newEmail = body.email === before.email ? undefined : body.email;
    if (newEmail !== undefined && (await findUserByEmail(authPool, newEmail))) throw emailExists();
    const passwordHash =
      body.password === undefined ? undefined : await newHash(context, caller, body.password, body.nonce);
    if (newEmail !== undefined) limits.countMail("email_change", before.email);
    const { userId, sessionId } = caller;
    const user = existing(
      await updateUser(authPool, userId, { passwordHash, sessionId, userMetadata: body.data ?? undefined }),
    );
    if (newEmail === undefined) return context.json(user);
    await authPool.query("update auth.users set email_change = $2 where id = $1", [userId, newEmail]);
    const changing = existing(await findUser(authPool, userId));
    await sendEmailChange(services, changing, redirectTarget(context, settings), body);
    return context.json(existing(await findUser(authPool, userId)));
  });

  app.post("/logout", async (context) => {
    const { userId, sessionId } = await signedIn(services, context);
    const wanted = context.req.query("scope") || "global";
    const scope = LOGOUT_SCOPES.find((name) => name === wanted);
    if (!scope) throw invalid(`Unsupported logout scope ${JSON.stringify(wanted)}`);
    await endSessions(authPool, userId, sessionId, scope);
    return context.body(null, 204);
  });

  /** Checks that the caller may change the password, and to this one. */
  async function newHash(
    context: Context,
    { userId, sessionId }: Caller,
    password: string,
    nonce: string,
  ): Promise<string> {
    const hashed = await passwords.hash(password);
    const { rows } = await authPool.query<{ encrypted_password: string | null; is_fresh: boolean }>(
      `select u.encrypted_password,
         exists (select from auth.sessions where id = $2 and created_at > now() - interval '1 day') as is_fresh
       from auth.users u where u.id = $1`,
      [userId, sessionId],
    );
    const [user] = rows;
    if (settings.mustReauthenticate && user?.is_fresh !== true)
      await limits.guess(context, `nonce ${userId}`, () => checkNonce(userId, nonce));
    if (await passwords.matches(password, user?.encrypted_password ?? null))
      throw new AuthError(422, "same_password", "New password should be different from the old password.");
    return hashed;
  }

  async function checkNonce(userId: string, nonce: string): Promise<void> {
    if (nonce === "")
      throw new AuthError(400, "reauthentication_needed", "Password update requires reauthentication");
    const { email } = existing(await findUser(authPool, userId));
    await inOneTransaction(authPool, (client) =>
      tokens.redeem(client, { email, otp: nonce }, ["reauthentication_token"]),
    ).catch((error: unknown) => {
      if (!(error instanceof AuthError)) throw error;
      throw new AuthError(422, "reauthentication_not_valid", "Nonce has expired or is invalid");
    });
  }

  return app;
}

function existing(user: User | undefined): User {
  if (user) return user;
  throw new AuthError(403, "user_not_found", "User from sub claim in JWT does not exist");
}
