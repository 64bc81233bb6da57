import { Hono, type Context } from "hono";
import { CredentialsError } from "../gateway/credentials.ts";
import type { GatewayDeps } from "../gateway/deps.ts";
import { reportFault } from "../gateway/report-fault.ts";
import { createAdminRoutes } from "./admin.ts";
import { AuthError, respondToError, unsupported } from "./auth-error.ts";
import { createInbox, type Inbox } from "./inbox.ts";
import { createMailRoutes } from "./mail-routes.ts";
import { createMailer } from "./mailer.ts";
import { createOneTimeTokens } from "./one-time-tokens.ts";
import { createPasswords } from "./passwords.ts";
import { createAuthLimits } from "./rate-limits.ts";
import type { AuthServices } from "./services.ts";
import { createSessions } from "./sessions.ts";
import type { AuthSettings } from "./settings.ts";
import { createSignupRoutes } from "./signup-routes.ts";
import { createTokenRoutes } from "./token-routes.ts";
import { createUserRoutes } from "./user-routes.ts";
import { createVerifyRoutes } from "./verify-routes.ts";

/** What hosted Auth can do and this stack cannot. */
const UNSUPPORTED = [
  "/authorize", "/callback", "/sso", "/sso/*", "/otp", "/magiclink", "/factors", "/factors/*", "/user/identities/*",
  "/oauth/*", "/passkeys/*", "/admin/*",
]; // prettier-ignore

export interface Auth {
  app: Hono;
  /** Null where mails go out by SMTP. */
  inbox: Inbox | null;
  close(): Promise<void>;
}

/** `/auth/v1`: accounts and sessions, as hosted Auth serves them to people who sign in with a password. */
export async function createAuth(deps: GatewayDeps, settings: AuthSettings): Promise<Auth> {
  const inbox = createInbox(deps);
  const passwords = createPasswords(settings);
  const pending = new Set<Promise<void>>();
  const services: AuthServices = {
    ...deps,
    settings,
    passwords,
    limits: createAuthLimits(settings),
    sessions: await createSessions(deps),
    tokens: createOneTimeTokens(deps.keys, settings.linkSeconds),
    mailer: createMailer(settings, inbox),
    later(context, work) {
      const done = work()
        .catch((error: unknown) => reportFault(error, context.req.raw))
        .finally(() => pending.delete(done));
      pending.add(done);
    },
  };
  return {
    app: createApp(services),
    inbox: settings.smtp ? null : inbox,
    async close() {
      await Promise.all(pending);
      await passwords.close();
    },
  };
}

function createApp(services: AuthServices): Hono {
  const { settings, keys } = services;
  const app = new Hono();
  app.onError(respondToError);
  app.get("/.well-known/jwks.json", (context) => {
    const { d: _private, ...publicJwk } = keys.signingJwk;
    context.header("Cache-Control", "public, max-age=600");
    return context.json({ keys: [{ ...publicJwk, use: "sig", key_ops: ["verify"] }] });
  });

  // Everything else needs a key, but for links in mails: people follow those.
  app.use(async (context, next) => {
    if (context.req.method !== "GET" || !context.req.path.endsWith("/verify"))
      await requireKey(services, context);
    await next();
  });

  app.get("/health", (context) =>
    context.json({
      version: "local",
      name: "GoTrue",
      description: "GoTrue is a user registration and authentication API",
    }),
  );
  app.get("/settings", (context) =>
    context.json({
      external: { email: true, phone: false, anonymous_users: false },
      disable_signup: !settings.isSignupOpen,
      mailer_autoconfirm: !settings.mustConfirmEmail,
      phone_autoconfirm: false,
      sms_provider: "",
      saml_enabled: false,
      passkeys_enabled: false,
    }),
  );
  app.route("/signup", createSignupRoutes(services));
  app.route("/token", createTokenRoutes(services));
  app.route("/verify", createVerifyRoutes(services));
  app.route("/", createMailRoutes(services));
  app.route("/", createUserRoutes(services));
  app.route("/admin", createAdminRoutes(services));

  for (const path of UNSUPPORTED) {
    app.all(path, (context) => {
      throw unsupported(context.req.path);
    });
  }
  app.notFound(() => {
    throw new AuthError(404, "not_found", "There is no such endpoint");
  });
  return app;
}

/** A token beside the key is looked at where it counts: refreshing works with an expired one. */
async function requireKey(services: AuthServices, context: Context): Promise<void> {
  const apikey = context.req.header("apikey");
  const headers = apikey === undefined ? context.req.raw.headers : new Headers({ apikey });
  try {
    await services.authenticate(headers, new URL(context.req.url));
  } catch (error) {
    const isBadKey = apikey !== undefined && error instanceof CredentialsError;
    throw isBadKey ? new CredentialsError("unknown_key", "Invalid API key") : error;
  }
}
