import { Hono } from "hono";
import { z } from "zod";
import type { GatewayDeps } from "../gateway/deps.ts";
import { AuthError } from "./auth-error.ts";
import { readBody } from "./request-body.ts";
import { USER_JSON, type User } from "./user-json.ts";
import { createUser, emailSchema, findUser, metadataSchema, updateUser } from "./users.ts";

const MAX_PER_PAGE = 1_000;
const DEFAULT_PER_PAGE = 50;
const SECONDS_OF_UNIT: Readonly<Record<string, number>> = { h: 3_600, m: 60, s: 1 };

const userSchema = z.object({
  email: emailSchema.optional(),
  password: z.string().optional(),
  password_hash: z.string().startsWith("$2").max(255).optional(),
  email_confirm: z.boolean().optional(),
  // Anything else would be a role that no API request may take.
  role: z.enum(["", "authenticated"]).optional(),
  user_metadata: metadataSchema.optional(),
  app_metadata: metadataSchema.optional(),
  ban_duration: z.union([z.literal("none"), z.string().regex(/^(?:\d+(?:\.\d+)?[hms])+$/)]).optional(),
});
const newUserSchema = userSchema.extend({ id: z.uuid().optional() });
const deleteSchema = z.object({ should_soft_delete: z.boolean().optional() });

/** `/auth/v1/admin`: accounts, for whoever holds the secret key. */
export function createAdminApp(deps: GatewayDeps): Hono {
  const { authPool } = deps;
  const app = new Hono();

  app.use(async (context, next) => {
    const { role } = await deps.authenticate(context.req.raw.headers, new URL(context.req.url));
    if (role !== "service_role") throw new AuthError(403, "not_admin", "User not allowed");
    await next();
  });

  app.post("/users", async (context) => {
    const body = await readBody(context.req.raw, newUserSchema);
    if (body.email === undefined)
      throw new AuthError(400, "validation_failed", "Cannot create a user without an email");
    const user = await createUser(
      authPool,
      {
        id: body.id,
        email: body.email,
        password: body.password,
        passwordHash: body.password_hash,
        isConfirmed: body.email_confirm ?? false,
        userMetadata: body.user_metadata ?? {},
        appMetadata: body.app_metadata ?? {},
        bannedUntil: banEnd(body.ban_duration) ?? undefined,
      },
      { code: "email_exists", message: "A user with this email address has already been registered" },
    );
    return context.json(user);
  });

  app.get("/users", async (context) => {
    const page = positive(context.req.query("page"), 1);
    const perPage = Math.min(positive(context.req.query("per_page"), DEFAULT_PER_PAGE), MAX_PER_PAGE);
    const { rows } = await authPool.query<{ users: User[]; total: string }>(
      `select
         (select count(*) from auth.users where deleted_at is null) as total,
         (select coalesce(jsonb_agg(${USER_JSON} order by u.created_at desc, u.id), '[]') from (
           select * from auth.users where deleted_at is null order by created_at desc, id limit $1 offset $2
         ) u) as users`,
      [perPage, (page - 1) * perPage],
    );
    const total = Number(rows[0]?.total ?? 0);
    const lastPage = Math.max(1, Math.ceil(total / perPage));
    const link = (to: number, rel: string) =>
      `<${deps.apiUrl}/auth/v1/admin/users?page=${to}&per_page=${perPage}>; rel="${rel}"`;
    context.header("X-Total-Count", String(total));
    context.header(
      "Link",
      [...(page < lastPage ? [link(page + 1, "next")] : []), link(lastPage, "last")].join(", "),
    );
    return context.json({ users: rows[0]?.users ?? [], aud: "authenticated" });
  });

  app.get("/users/:id", async (context) =>
    context.json(await existing(findUser(authPool, idOf(context.req.param("id"))))),
  );

  app.put("/users/:id", async (context) => {
    const id = idOf(context.req.param("id"));
    const body = await readBody(context.req.raw, userSchema);
    const user = await existing(
      updateUser(authPool, id, {
        email: body.email,
        password: body.password,
        isConfirmed: body.email_confirm,
        userMetadata: body.user_metadata,
        appMetadata: body.app_metadata,
        bannedUntil: banEnd(body.ban_duration),
      }),
    );
    return context.json(user);
  });

  app.delete("/users/:id", async (context) => {
    const { should_soft_delete } = await readBody(context.req.raw, deleteSchema);
    if (should_soft_delete)
      throw new AuthError(501, "not_implemented", "Soft deletion is not supported by the local stack");
    const { rowCount } = await authPool.query("delete from auth.users where id = $1", [
      idOf(context.req.param("id")),
    ]);
    if (rowCount === 0) throw new AuthError(404, "user_not_found", "User not found");
    return context.json({});
  });

  app.all("*", (context) => {
    throw new AuthError(501, "not_implemented", `${context.req.path} is not supported by the local stack`);
  });
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
  return new Date(Date.now() + seconds * 1_000);
}

function positive(text: string | undefined, fallback: number): number {
  if (text === undefined || text === "") return fallback;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new AuthError(400, "validation_failed", "Bad Pagination Parameters");
}

function idOf(text: string): string {
  if (z.uuid().safeParse(text).success) return text;
  throw new AuthError(404, "validation_failed", "user_id must be an UUID");
}

async function existing<T>(user: Promise<T | undefined>): Promise<T> {
  const found = await user;
  if (found === undefined) throw new AuthError(404, "user_not_found", "User not found");
  return found;
}
