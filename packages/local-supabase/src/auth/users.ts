import { randomUUID } from "node:crypto";
import pg from "pg";
import { z } from "zod";
import { AuthError } from "./auth-error.ts";
import { hashPassword } from "./password.ts";
import { USER_JSON, type User } from "./user-json.ts";

export const metadataSchema = z.record(z.string(), z.unknown());

export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(255)
  .regex(/^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)*$/);

interface NewUser {
  id?: string | undefined;
  email: string;
  password?: string | undefined;
  /** A bcrypt hash instead of a password. */
  passwordHash?: string | undefined;
  isConfirmed: boolean;
  role?: string | undefined;
  userMetadata: Record<string, unknown>;
  appMetadata: Record<string, unknown>;
  bannedUntil?: Date | undefined;
}

const PROVIDER = { provider: "email", providers: ["email"] };

/** Makes an account with its identity. 422 with `duplicateCode` when the address is taken. */
export async function createUser(
  pool: pg.Pool,
  user: NewUser,
  duplicate: { code: string; message: string },
): Promise<User> {
  const id = user.id ?? randomUUID();
  const encrypted =
    user.passwordHash ?? (user.password === undefined ? "" : await hashPassword(user.password));
  const row = [
    id, user.role ?? "authenticated", user.email, encrypted, user.isConfirmed,
    { ...PROVIDER, ...user.appMetadata }, user.userMetadata, user.bannedUntil,
    { sub: id, email: user.email, email_verified: user.isConfirmed, phone_verified: false },
  ]; // prettier-ignore
  return inOneTransaction(pool, async (client) => {
    try {
      await client.query(
        `with made as (
           insert into auth.users (
             instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data,
             raw_user_meta_data, banned_until, created_at, updated_at, confirmation_token, recovery_token,
             email_change_token_new, email_change
           ) values (
             '00000000-0000-0000-0000-000000000000', $1, 'authenticated', $2, $3, $4, case when $5 then now() end,
             $6, $7, $8, now(), now(), '', '', '', ''
           ) returning id
         )
         insert into auth.identities (provider_id, user_id, identity_data, provider, created_at, updated_at)
         select made.id::text, made.id, $9, 'email', now(), now() from made`,
        row,
      );
    } catch (error) {
      if (isDuplicate(error)) throw new AuthError(422, duplicate.code, duplicate.message);
      throw error;
    }
    return required(await findUser(client, id));
  });
}

interface UserChanges {
  email?: string | undefined;
  isConfirmed?: boolean | undefined;
  password?: string | undefined;
  role?: string | undefined;
  /** Merged into what is there; a null removes a key. */
  userMetadata?: Record<string, unknown> | undefined;
  appMetadata?: Record<string, unknown> | undefined;
  /** Null lifts a ban. */
  bannedUntil?: Date | null | undefined;
}

/** Changes what is given and returns the account; undefined when there is none. */
export async function updateUser(pool: pg.Pool, id: string, changes: UserChanges): Promise<User | undefined> {
  const encrypted = changes.password === undefined ? null : await hashPassword(changes.password);
  return inOneTransaction(pool, async (client) => {
    try {
      await client.query(
        `update auth.users set
           email = coalesce($2, email),
           email_confirmed_at = case when $3 then coalesce(email_confirmed_at, now()) else email_confirmed_at end,
           encrypted_password = coalesce($4, encrypted_password),
           role = coalesce($5, role),
           raw_user_meta_data = auth_merge.user_data,
           raw_app_meta_data = auth_merge.app_data,
           banned_until = case when $8 then $9 else banned_until end,
           updated_at = now()
         from (
           select
             (select coalesce(jsonb_object_agg(key, value), '{}')
              from jsonb_each(coalesce(u.raw_user_meta_data, '{}') || $6) where value <> 'null') as user_data,
             (select coalesce(jsonb_object_agg(key, value), '{}')
              from jsonb_each(coalesce(u.raw_app_meta_data, '{}') || $7) where value <> 'null') as app_data
           from auth.users u where u.id = $1
         ) as auth_merge
         where id = $1`,
        [
          id, changes.email, changes.isConfirmed ?? false, encrypted, changes.role, changes.userMetadata ?? {},
          changes.appMetadata ?? {}, changes.bannedUntil !== undefined, changes.bannedUntil,
        ], // prettier-ignore
      );
      if (changes.email !== undefined) {
        await client.query(
          `update auth.identities
           set identity_data = identity_data || jsonb_build_object('email', $2::text), updated_at = now()
           where user_id = $1 and provider = 'email'`,
          [id, changes.email],
        );
      }
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      throw new AuthError(422, "email_exists", "A user with this email address has already been registered");
    }
    return findUser(client, id);
  });
}

export async function findUser(client: pg.Pool | pg.ClientBase, id: string): Promise<User | undefined> {
  const { rows } = await client.query<{ user: User }>(
    `select ${USER_JSON} as user from auth.users u where u.id = $1 and u.deleted_at is null`,
    [id],
  );
  return rows[0]?.user;
}

export async function inOneTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let isBroken = true;
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    isBroken = false;
    return result;
  } catch (error) {
    await client.query("rollback").then(
      () => (isBroken = false),
      () => undefined, // the connection went with the database: the pool drops it
    );
    throw error;
  } finally {
    client.release(isBroken);
  }
}

function isDuplicate(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === "23505";
}

function required(user: User | undefined): User {
  if (!user) throw new Error("A user just made is not there");
  return user;
}
