import { Hono } from "hono";
import { z } from "zod";
import { AuthError, invalid, unsupported } from "./auth-error.ts";
import { assertChallenge, challengeSchema, mailLink } from "./links.ts";
import { redirectTarget } from "./redirects.ts";
import { readBody } from "./request-body.ts";
import { requireAdmin, signedIn, type AuthServices } from "./services.ts";
import type { User } from "./user-json.ts";
import { createUser, emailSchema, findUser, findUserByEmail, metadataSchema } from "./users.ts";

const recoverSchema = challengeSchema.extend({ email: emailSchema });
const resendSchema = challengeSchema.extend({
  type: z.string().default(""),
  email: emailSchema.optional(),
  phone: z.string().optional(),
});
const inviteSchema = z.object({ email: emailSchema, data: metadataSchema.nullish() });

/** What sends mails: recovery, resending, invitation, reauthentication. */
export function createMailRoutes(services: AuthServices): Hono {
  const { authPool, limits, mailer, settings, tokens } = services;
  const app = new Hono();

  // Known or not, an address gets the same answer, the same limits and the same time.
  app.post("/recover", async (context) => {
    limits.count("recover", context);
    const { email, ...flow } = await readBody(context.req.raw, recoverSchema);
    assertChallenge(flow);
    limits.countMail("recovery", email);
    const redirectTo = redirectTarget(context, settings);
    services.later(context, async () => {
      const user = await findUserByEmail(authPool, email);
      if (user) await mailLink(services, { ...flow, userId: user.id, kind: "recovery", email, redirectTo });
    });
    return context.json({});
  });

  app.post("/resend", async (context) => {
    limits.count("recover", context);
    const { type, email, phone, ...flow } = await readBody(context.req.raw, resendSchema);
    if (phone !== undefined || type === "sms" || type === "phone_change") throw unsupported("Phone sign-in");
    if (type !== "signup" && type !== "email_change")
      throw invalid("Missing one of these types: signup, email_change, sms, phone_change");
    if (email === undefined) throw invalid("Type provided requires an email address");
    assertChallenge(flow);
    limits.countMail(type, email);
    const redirectTo = redirectTarget(context, settings);
    services.later(context, async () => {
      const user = await findUserByEmail(authPool, email);
      if (user && type === "email_change") await sendEmailChange(services, user, redirectTo, flow);
      else if (user && user.email_confirmed_at === undefined)
        await mailLink(services, { ...flow, userId: user.id, kind: "signup", email, redirectTo });
    });
    return context.json({});
  });

  app.post("/invite", async (context) => {
    await requireAdmin(services, context);
    const { email, data } = await readBody(context.req.raw, inviteSchema);
    const { id } = await invitable(services, email, data ?? {});
    const redirectTo = redirectTarget(context, settings);
    await mailLink(services, { userId: id, kind: "invite", email, redirectTo });
    return context.json(await findUser(authPool, id));
  });

  app.get("/reauthenticate", async (context) => {
    const { userId } = await signedIn(services, context);
    const user = await findUser(authPool, userId);
    if (user?.email_confirmed_at === undefined)
      throw new AuthError(422, "email_not_confirmed", "Please verify your email first.");
    limits.countMail("reauthentication", user.email);
    const { otp } = await tokens.issue(authPool, userId, "reauthentication", user.email, false);
    await mailer.send("reauthentication", user.email, { otp });
    return context.json({});
  });

  return app;
}

/** The account to invite, made when there is none. 422 when somebody uses the address already. */
export async function invitable(
  { authPool }: AuthServices,
  email: string,
  userMetadata: Record<string, unknown>,
): Promise<User> {
  const user = await findUserByEmail(authPool, email);
  // An address in use is refused in the words of the insert.
  return user && user.email_confirmed_at === undefined ? user : createUser(authPool, { email, userMetadata });
}

/** Both addresses have to agree: a link to each. */
export async function sendEmailChange(
  services: AuthServices,
  { id: userId, email, new_email }: User,
  redirectTo: string,
  flow: z.infer<typeof challengeSchema>,
): Promise<void> {
  if (new_email === undefined) return;
  await services.authPool.query("update auth.users set email_change_confirm_status = 0 where id = $1", [
    userId,
  ]);
  for (const [kind, address] of [
    ["email_change_current", email],
    ["email_change_new", new_email],
  ] as const) {
    await mailLink(services, { ...flow, userId, kind, email: address, redirectTo });
  }
}
