import { randomUUID } from "node:crypto";
import { Hono } from "hono";
import { z } from "zod";
import { AuthError, invalid, unsupported } from "./auth-error.ts";
import { assertChallenge, challengeSchema, mailLink } from "./links.ts";
import { redirectTarget } from "./redirects.ts";
import { readBody } from "./request-body.ts";
import { deviceOf, type AuthServices } from "./services.ts";
import { inOneTransaction } from "./transaction.ts";
import { createUser, emailSchema, findUser, findUserByEmail, metadataSchema } from "./users.ts";

const signUpSchema = challengeSchema.extend({
  email: emailSchema.optional(),
  phone: z.string().optional(),
  password: z.string().default(""),
  data: metadataSchema.nullish(),
});

/** `POST /signup`: people make accounts for themselves, where they may. */
export function createSignupRoutes(services: AuthServices): Hono {
  const { authPool, limits, passwords, sessions, settings } = services;

  const app = new Hono();

  app.post("/", async (context) => {
    const { email, phone, password, data, ...flow } = await readBody(context.req.raw, signUpSchema);
    if (!settings.isSignupOpen)
      throw new AuthError(422, "signup_disabled", "Signups not allowed for this instance");
    if (email === undefined) {
      throw unsupported(phone ? "Phone sign-up" : "Anonymous sign-in");
    }
    limits.count("signup", context);
    if (password === "") throw invalid("Signup requires a valid password");
    assertChallenge(flow);
    const passwordHash = await passwords.hash(password);
    const id = randomUUID();
    const isConfirmed = !settings.mustConfirmEmail;
    const userMetadata = { ...data, sub: id, email, email_verified: isConfirmed, phone_verified: false };
    const account = { id, email, passwordHash, isConfirmed, userMetadata };

    if (isConfirmed) {
      await createUser(
        authPool,
        account,
        new AuthError(422, "user_already_exists", "User already registered"),
      );
      return context.json(
        await inOneTransaction(authPool, (client) =>
          sessions.open(client, id, "password", deviceOf(context)),
        ),
      );
    }

    limits.countMail("signup", email);
    const known = await findUserByEmail(authPool, email);
    const user = known ?? (await createUser(authPool, account));
    const redirectTo = redirectTarget(context, settings);
    if (user.email_confirmed_at === undefined) {
      services.later(context, () =>
        mailLink(services, { ...flow, userId: user.id, kind: "signup", email, redirectTo }),
      );
      return context.json((await findUser(authPool, user.id)) ?? user);
    }
    // Nobody learns here that the address has an account: the answer is that of a new one.
    const now = new Date().toISOString();
    return context.json({
      id, aud: "authenticated", role: "authenticated", email, phone: "", confirmation_sent_at: now,
      app_metadata: { provider: "email", providers: ["email"] }, user_metadata: userMetadata, identities: [],
      created_at: now, updated_at: now, is_anonymous: false,
    }); // prettier-ignore
  });

  return app;
}
