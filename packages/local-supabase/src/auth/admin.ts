import { Hono } from "hono";
import { z } from "zod";
import { AuthError, invalid, unsupported } from "./auth-error.ts";
import { linkType, makeLink } from "./links.ts";
import { invitable } from "./mail-routes.ts";
import type { MailKind } from "./one-time-tokens.ts";
import { redirectTarget } from "./redirects.ts";
import { readBody } from "./request-body.ts";
import { requireAdmin, type AuthServices } from "./services.ts";
import { USER_JSON, type User } from "./user-json.ts";
import {
  createUser,
  emailExists,
  emailSchema,
  findUser,
  findUserByEmail,
  metadataSchema,
  updateUser,
} from "./users.ts";

const MAX_PER_PAGE = 1_000;
const DEFAULT_PER_PAGE = 50;
const SECONDS_OF_UNIT: Readonly<Record<string, number>> = { h: 3_600, m: 60, s: 1 };

const userSchema = z.object({
  email: emailSchema.optional(),
  phone: z.string().optional(),
  password: z.string().optional(),
  password_hash: z.string().startsWith("$2").max(255).optional(),
  email_confirm: z.boolean().optional(),
  // Anything else would be a role that no API request may take.
  role: z.enum(["", "authenticated"]).optional(),
  user_metadata: metadataSchema.nullish(),
  app_metadata: metadataSchema.nullish(),
  ban_duration: z
    .string()
    .regex(/^(?:none|(?:\d+(?:\.\d+)?[hms])+)$/, "invalid format for ban duration")
    .optional(),
});
const newUserSchema = userSchema.extend({ id: z.uuid().optional() });
const deleteSchema = z.object({ should_soft_delete: z.boolean().optional() });
const linkSchema = z.object({
  type: z.string(),
  email: emailSchema,
  new_email: emailSchema.optional(),
  password: z.string().optional(),
  data: metadataSchema.nullish(),
  redirect_to: z.string().optional(),
});

/** `/admin`: accounts, for whoever holds the secret key. */
export function createAdminRoutes(services: AuthServices): Hono {
  const { authPool, passwords, settings } = services;
  const app = new Hono();

  app.use(async (context, next) => {
    await requireAdmin(services, context);
    await next();
  });

  /** The columns that a body sets, its password hashed. */
  async function fieldsOf(body: z.infer<typeof userSchema>) {
    if (body.phone) throw unsupported("Phone numbers");
    return {
      email: body.email,
      passwordHash: body.password_hash ?? (body.password ? await passwords.hash(body.password) : undefined),
      isConfirmed: body.email_confirm,
      userMetadata: body.user_metadata ?? undefined,
      appMetadata: body.app_metadata ?? undefined,
      bannedUntil: banEnd(body.ban_duration),
    };
  }

  app.post("/users", async (context) => {
    const body = await readBody(context.req.raw, newUserSchema);
    const { email } = body;
    if (email === undefined) throw invalid("Cannot create a user without either an email or phone");
    return context.json(await createUser(authPool, { ...(await fieldsOf(body)), id: body.id, email }));
  });

  app.get("/users", async (context) => {
    const page = positive(context.req.query("page"), 1);
    const perPage = Math.min(positive(context.req.query("per_page"), DEFAULT_PER_PAGE), MAX_PER_PAGE);
    const { rows } = await authPool.query<{ users: User[]; total: number }>(
      `select
         (select count(*)::int from auth.users where deleted_at is null) as total,
         (select coalesce(jsonb_agg(${USER_JSON} order by u.created_at desc, u.id), '[]') from (
           select * from auth.users where deleted_at is null order by created_at desc, id limit $1 offset $2
         ) u) as users`,
      [perPage, (page - 1) * perPage],
    );
    const { users = [], total = 0 } = rows[0] ?? {};
    const lastPage = Math.ceil(total / perPage);
    const link = (to: number, rel: string) => `</admin/users?page=${to}&per_page=${perPage}>; rel="${rel}"`;
    context.header("X-Total-Count", String(total));
    context.header(
      "Link",
      [...(page < lastPage ? [link(page + 1, "next")] : []), link(lastPage, "last")].join(", "),
    );
    return context.json({ users, aud: "authenticated" });
  });

  app.get("/users/:id", async (context) =>
    context.json(existing(await findUser(authPool, idOf(context.req.param("id"))))),
  );

  app.put("/users/:id", async (context) => {
    const id = idOf(context.req.param("id"));
    const body = await readBody(context.req.raw, userSchema);
    return context.json(existing(await updateUser(authPool, id, await fieldsOf(body))));
  });

  app.delete("/users/:id", async (context) => {
    const { should_soft_delete } = await readBody(context.req.raw, deleteSchema);
    if (should_soft_delete) throw unsupported("Soft deletion");
    const id = idOf(context.req.param("id"));
    const { rowCount } = await authPool.query("delete from auth.users where id = $1", [id]);
    if (rowCount === 0) throw new AuthError(404, "user_not_found", "User not found");
    return context.json({});
  });

  app.post("/generate_link", async (context) => {
    const body = await readBody(context.req.raw, linkSchema);
    const { user, kind } = await subjectOf(body);
    const redirectTo = redirectTarget(context, settings, body.redirect_to);
    const email = kind === "email_change_new" ? (user.new_email ?? "") : user.email;
    const made = await makeLink(services, { userId: user.id, kind, email, redirectTo });
    return context.json({
      ...(await findUser(authPool, user.id)),
      action_link: made.link,
      email_otp: made.otp,
      hashed_token: made.token,
      verification_type: linkType(kind),
      redirect_to: redirectTo,
    });
  });

  /** Whom a link is for: an account of that address, made for what starts one. */
  async function subjectOf(body: z.infer<typeof linkSchema>): Promise<{ user: User; kind: MailKind }> {
    const { type, email, data } = body;
    const userMetadata = data ?? {};
    const user = await findUserByEmail(authPool, email);
    switch (type) {
      case "invite":
        return { user: await invitable(services, email, userMetadata), kind: "invite" };
      case "signup":
      case "magiclink": {
        if (user && type === "magiclink") return { user, kind: "magiclink" };
        if (user?.email_confirmed_at === undefined && user) return { user, kind: "signup" };
        if (type === "signup" && !body.password) throw invalid("Signup requires a valid password");
        const passwordHash = body.password ? await passwords.hash(body.password) : undefined;
        return { user: await createUser(authPool, { email, passwordHash, userMetadata }), kind: "signup" };
      }
      case "recovery":
        return { user: existing(user, "User with this email not found"), kind: "recovery" };
      case "email_change_current":
      case "email_change_new": {
        const { id } = existing(user, "User with this email not found");
        const { new_email: newEmail } = body;
        if (newEmail === undefined) throw invalid("An email address is required");
        if (await findUserByEmail(authPool, newEmail)) throw emailExists();
        const change =
          "update auth.users set email_change = $2, email_change_confirm_status = 0 where id = $1";
        await authPool.query(change, [id, newEmail]);
        return { user: existing(await findUser(authPool, id)), kind: type };
      }
      default:
        throw invalid(`Invalid email action link type requested: ${type}`);
    }
  }

  return app;
}

/** When a ban of a duration such as `24h` or `1h30m` ends; null lifts it; undefined leaves it as it is. */
function banEnd(duration: string | undefined): Date | null | undefined {
  if (duration === undefined) return undefined;
  if (duration === "none") return null;
  let seconds = 0;
  for (const [, amount, unit] of duration.matchAll(/(\d+(?:\.\d+)?)([hms])/g)) {
    seconds += Number(amount) * (SECONDS_OF_UNIT[unit ?? "s"] ?? 0);
  }
  // Beyond what a Date can say, a ban is for ever.
  return new Date(Math.min(Date.now() + seconds * 1_000, Date.UTC(9999, 0)));
}

function positive(text: string | undefined, fallback: number): number {
  if (text === undefined || text === "") return fallback;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw invalid("Bad Pagination Parameters");
}

function idOf(text: string): string {
  if (z.uuid().safeParse(text).success) return text;
  throw new AuthError(404, "validation_failed", "user_id must be an UUID");
}

function existing(user: User | undefined, message = "User not found"): User {
  if (user) return user;
  throw new AuthError(404, "user_not_found", message);
}
