import { createHash } from "node:crypto";
import { Hono } from "hono";
import { z } from "zod";
import { AuthError, invalid, unsupported } from "./auth-error.ts";
import { digest } from "./one-time-tokens.ts";
import { readBody } from "./request-body.ts";
import { deviceOf, type AuthServices } from "./services.ts";
import { inOneTransaction } from "./transaction.ts";

/** How long the code of the PKCE flow may wait for its exchange. */
const CODE_SECONDS = 300;

const passwordSchema = z.object({
  email: z.string().optional(),
  phone: z.string().optional(),
  password: z.string().default(""),
});
const refreshSchema = z.object({ refresh_token: z.string().default("") });
const pkceSchema = z.object({ auth_code: z.string().default(""), code_verifier: z.string().default("") });

/** `POST /token`: a session for a password, a refresh token, or a code from a link. */
export function createTokenRoutes(services: AuthServices): Hono {
  const { authPool, limits, passwords, sessions } = services;

  const app = new Hono();

  app.post("/", async (context) => {
    const device = deviceOf(context);
    switch (context.req.query("grant_type")) {
      case "password": {
        const { email = "", phone = "", password } = await readBody(context.req.raw, passwordSchema);
        if (phone !== "") throw unsupported("Phone sign-in");
        if (email === "") throw invalid("missing email or phone");
        const address = email.trim().toLowerCase();
        const userId = await limits.guess(context, `password ${address}`, () =>
          checkPassword(address, password),
        );
        return context.json(
          await inOneTransaction(authPool, (client) => sessions.open(client, userId, "password", device)),
        );
      }
      case "refresh_token": {
        limits.count("token", context);
        const { refresh_token } = await readBody(context.req.raw, refreshSchema);
        if (refresh_token === "") throw invalid("refresh_token required");
        return context.json(await sessions.refresh(refresh_token, device));
      }
      case "pkce": {
        limits.count("token", context);
        const { auth_code, code_verifier } = await readBody(context.req.raw, pkceSchema);
        const isWhole = auth_code !== "" && code_verifier !== "";
        const missing = "invalid request: both auth code and code verifier should be non-empty";
        if (!isWhole) throw invalid(missing);
        return context.json(
          await inOneTransaction(authPool, async (client) => {
            const { rows } = await client.query<FlowState>(
              `select id, user_id, code_challenge, code_challenge_method as method, authentication_method,
                 auth_code_issued_at < now() - make_interval(secs => $2) as is_expired
               from auth.flow_state where auth_code = $1 for update`,
              [digest(auth_code), CODE_SECONDS],
            );
            const flow = assertFlow(rows[0], code_verifier);
            await client.query("delete from auth.flow_state where id = $1", [flow.id]);
            return sessions.open(client, flow.user_id, flow.authentication_method, device);
          }),
        );
      }
      case "id_token":
      case "web3":
        throw unsupported("This grant type");
      case undefined:
      default:
        throw invalid("unsupported_grant_type");
    }
  });

  return app;

  /** The account's id. The refusals that tell it exists come only after its password was right. */
  async function checkPassword(email: string, password: string): Promise<string> {
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
    const isRight = await passwords.matches(password, user?.encrypted_password ?? null);
    if (!user || !isRight) throw new AuthError(400, "invalid_credentials", "Invalid login credentials");
    if (user.is_banned) throw new AuthError(400, "user_banned", "User is banned");
    if (!user.is_confirmed) throw new AuthError(400, "email_not_confirmed", "Email not confirmed");
    return user.id;
  }
}

interface FlowState {
  id: string;
  user_id: string;
  code_challenge: string;
  method: "s256" | "plain";
  authentication_method: string;
  is_expired: boolean;
}

function assertFlow(flow: FlowState | undefined, verifier: string): FlowState {
  if (!flow)
    throw new AuthError(404, "flow_state_not_found", "invalid flow state, no valid flow state found");
  if (flow.is_expired)
    throw new AuthError(422, "flow_state_expired", "invalid flow state, flow state has expired");
  const proof =
    flow.method === "plain" ? verifier : createHash("sha256").update(verifier).digest("base64url");
  if (proof === flow.code_challenge) return flow;
  throw new AuthError(
    400,
    "bad_code_verifier",
    "code challenge does not match previously saved code verifier",
  );
}
