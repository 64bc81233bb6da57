import { Hono } from "hono";
import { z } from "zod";
import { AuthError, invalid, unsupported } from "./auth-error.ts";
import { isPkceToken, issueAuthCode, redeemLink } from "./links.ts";
import { redirectTarget } from "./redirects.ts";
import { readBody } from "./request-body.ts";
import { deviceOf, type AuthServices } from "./services.ts";
import { inOneTransaction } from "./transaction.ts";
import { emailSchema } from "./users.ts";

const HALFWAY = "Confirmation link accepted. Please proceed to confirm link sent to the other email";

const OAUTH_ERRORS: Readonly<Record<number, string>> = {
  400: "invalid_request",
  401: "unauthorized_client",
  403: "access_denied",
  500: "server_error",
};

const verifySchema = z.object({
  type: z.string().default(""),
  token: z.string().default(""),
  token_hash: z.string().default(""),
  email: emailSchema.optional(),
  phone: z.string().optional(),
});

/** `/verify`: links that people follow, and codes and hashes that programs send. */
export function createVerifyRoutes({ authPool, limits, sessions, settings, tokens }: AuthServices): Hono {
  const app = new Hono();

  app.get("/", async (context) => {
    limits.count("verify", context);
    const { type = "", token = context.req.query("token_hash") ?? "" } = context.req.query();
    if (type === "") throw invalid("Verify requires a verification type");
    if (token === "") throw invalid("Verify requires a token or a token hash");
    const isPkce = isPkceToken(token);
    const target = new URL(redirectTarget(context, settings));
    const answer = (query: Record<string, string>, fragment: Record<string, string>): Response => {
      for (const [name, value] of Object.entries(isPkce ? query : {})) target.searchParams.set(name, value);
      target.hash = new URLSearchParams(fragment).toString();
      context.header("Cache-Control", "no-store");
      return context.redirect(target.href, 303);
    };
    try {
      return await inOneTransaction(authPool, async (client) => {
        const userId = await redeemLink(client, tokens, { token }, type);
        if (userId === null) return answer({ message: HALFWAY }, { message: HALFWAY, sb: "" });
        if (isPkce) return answer({ code: await issueAuthCode(client, userId, type) }, {});
        const { user: _user, ...session } = await sessions.open(client, userId, "otp", deviceOf(context));
        return answer({}, { ...stringValues(session), type, sb: "" });
      });
    } catch (error) {
      if (!(error instanceof AuthError)) throw error;
      const { status, code: error_code, message: error_description } = error;
      const oauth = OAUTH_ERRORS[status];
      const details = { ...(oauth === undefined ? {} : { error: oauth }), error_code, error_description };
      return answer(details, { ...details, sb: "" });
    }
  });

  app.post("/", async (context) => {
    limits.count("verify", context);
    const { type, token, token_hash, email, phone } = await readBody(context.req.raw, verifySchema);
    if (type === "") throw invalid("Verify requires a verification type");
    if (phone !== undefined) throw unsupported("Phone sign-in");
    if ((token === "") === (token_hash === ""))
      throw invalid("Verify requires either a token or a token hash");
    if (token_hash !== "" && email !== undefined)
      throw invalid("Only the token_hash and type should be provided");
    if (token !== "" && email === undefined)
      throw invalid("Only an email address or phone number should be provided on verify");
    const redeem = () =>
      inOneTransaction(authPool, async (client) => {
        const presented = email === undefined ? { token: token_hash } : { email, otp: token };
        const userId = await redeemLink(client, tokens, presented, type);
        return userId === null ? null : sessions.open(client, userId, "otp", deviceOf(context));
      });
    const session = await (email === undefined ? redeem() : limits.guess(context, `otp ${email}`, redeem));
    return context.json(session ?? { msg: HALFWAY, code: "200" });
  });

  return app;
}

function stringValues(values: object): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
}
