import { randomUUID } from "node:crypto";
import pg from "pg";
import { z } from "zod";
import { AuthError } from "./auth-error.ts";
import { endSessions } from "./end-sessions.ts";
import { inOneTransaction } from "./transaction.ts";
import { USER_JSON, type User } from "./user-json.ts";

export const metadataSchema = z.record(z.string(), z.unknown());

/** What a browser's address field takes, as hosted Auth does. */
export const emailSchema = z.string().trim().toLowerCase().max(255).regex(z.regexes.html5Email);

interface NewUser {
  id?: string | undefined;
  email: string;
  /** Without one, nobody gets in by a password. */
  passwordHash?: string | undefined;
  isConfirmed?: boolean | undefined;
  userMetadata?: Record<string, unknown> | undefined;
  appMetadata?: Record<string, unknown> | undefined;
  bannedUntil?: Date | null | undefined;
}

export const emailExists = (): AuthError =>
  new AuthError(422, "email_exists", "A user with this email address has already been registered");

/** Makes an account with its identity. Throws `duplicate` when the address is taken. */
export async function createUser(
  pool: pg.Pool,
  user: NewUser,
  duplicate: AuthError = emailExists(),
): Promise<User> {
  const { id = randomUUID(), email, isConfirmed = false } = user;
  const verified = isConfirmed ? { email_verified: true } : {};
  return inOneTransaction(pool, async (client) => {
    await unlessDuplicate(
      client.query(
        `with made as (
           insert into auth.users (
             instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data,
             raw_user_meta_data, banned_until, created_at, updated_at, confirmation_token, recovery_token,
             email_change_token_new, email_change
           ) values (
             '00000000-0000-0000-0000-000000000000', $1, 'authenticated', 'authenticated', $2, $3,
             case when $4 then now() end, $5, $6, $7, now(), now(), '', '', '', ''
           ) returning id
         )
         insert into auth.identities (provider_id, user_id, identity_data, provider, created_at, updated_at)
         select made.id::text, made.id, $8, 'email', now(), now() from made`,
        [
          id, email, user.passwordHash ?? "", isConfirmed,
          { provider: "email", providers: ["email"], ...user.appMetadata }, { ...user.userMetadata, ...verified },
          user.bannedUntil, { sub: id, email, email_verified: isConfirmed, phone_verified: false },
        ], // prettier-ignore
      ),
      duplicate,
    );
    const made = await findUser(client, id);
    if (!made) throw new Error("A user just made is not there");
    return made;
  });
}

interface UserChanges {
  email?: string | undefined;
  isConfirmed?: boolean | undefined;
  passwordHash?: string | undefined;
  /** The session that stays when the password changes; all others end, and no mail sent before opens anything. */
  sessionId?: string | null;
  /** Merged into what is there; a null removes a key. */
  userMetadata?: Record<string, unknown> | undefined;
  appMetadata?: Record<string, unknown> | undefined;
  /** Null lifts a ban. */
  bannedUntil?: Date | null | undefined;
}

/** Changes what is given and returns the account; undefined when there is none. */
export async function updateUser(pool: pg.Pool, id: string, changes: UserChanges): Promise<User | undefined> {
  return inOneTransaction(pool, async (client) => {
    await unlessDuplicate(
      client.query(
        `update auth.users u set
           email = coalesce($2, email),
           encrypted_password = coalesce($3, encrypted_password),
           raw_user_meta_data = ${merged("u.raw_user_meta_data", "$4")},
           raw_app_meta_data = ${merged("u.raw_app_meta_data", "$5")},
           banned_until = case when $6 then $7 else banned_until end,
           updated_at = now()
         where id = $1`,
        [
          id, changes.email, changes.passwordHash, changes.userMetadata ?? {}, changes.appMetadata ?? {},
          changes.bannedUntil !== undefined, changes.bannedUntil,
        ], // prettier-ignore
      ),
    );
    if (changes.email !== undefined) await updateIdentity(client, id, { email: changes.email });
    if (changes.isConfirmed) await confirmUser(client, id);
    if (changes.passwordHash !== undefined) {
      await endSessions(client, id, changes.sessionId ?? null, "others");
      await client.query("delete from auth.one_time_tokens where user_id = $1", [id]);
    }
    return findUser(client, id);
  });
}

/** Takes the address for proved. Whatever else was mailed is void, and so may be a password from before the proof. */
export async function confirmUser(
  client: pg.ClientBase,
  id: string,
  dropsUnprovedPassword = false,
): Promise<void> {
  await client.query(
    `with gone as (delete from auth.one_time_tokens where user_id = $1)
     update auth.users set email_confirmed_at = coalesce(email_confirmed_at, now()), updated_at = now(),
       encrypted_password = case when $2 and email_confirmed_at is null then '' else encrypted_password end,
       raw_user_meta_data = coalesce(raw_user_meta_data, '{}') || '{"email_verified": true}'
     where id = $1`,
    [id, dropsUnprovedPassword],
  );
  await updateIdentity(client, id, { email_verified: true });
}

/** Moves the account to the address it was asked to move to. 422 when somebody else has it by now. */
export async function completeEmailChange(client: pg.ClientBase, id: string): Promise<void> {
  const moved = client.query<{ email: string }>(
    `update auth.users set email = email_change, email_change = '', email_change_confirm_status = 0
     where id = $1 returning email`,
    [id],
  );
  const [row] = (await unlessDuplicate(moved)).rows;
  await updateIdentity(client, id, { email: row?.email });
  await confirmUser(client, id);
}

export const findUser = (client: pg.Pool | pg.ClientBase, id: string): Promise<User | undefined> =>
  selectUser(client, "u.id = $1", id);

export const findUserByEmail = (pool: pg.Pool, email: string): Promise<User | undefined> =>
  selectUser(pool, "u.email = $1 and u.aud = 'authenticated' and not u.is_sso_user", email);

async function selectUser(
  client: pg.Pool | pg.ClientBase,
  condition: string,
  value: string,
): Promise<User | undefined> {
  const { rows } = await client.query<{ user: User }>(
    `select ${USER_JSON} as user from auth.users u where ${condition} and u.deleted_at is null`,
    [value],
  );
  return rows[0]?.user;
}

/** SQL of a JSON object with the keys of a second one set, or removed where it says null. */
function merged(column: string, changes: string): string {
  return `(select coalesce(jsonb_object_agg(key, value), '{}')
    from jsonb_each(coalesce(${column}, '{}') || ${changes}) where value <> 'null')`;
}

async function updateIdentity(client: pg.ClientBase, userId: string, data: object): Promise<void> {
  await client.query(
    `update auth.identities set identity_data = identity_data || $2::jsonb, updated_at = now()
     where user_id = $1 and provider = 'email'`,
    [userId, data],
  );
}

async function unlessDuplicate<T>(query: Promise<T>, duplicate: AuthError = emailExists()): Promise<T> {
  try {
    return await query;
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === "23505") throw duplicate;
    throw error;
  }
}
