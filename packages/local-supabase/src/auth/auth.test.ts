import { createClient } from "@supabase/supabase-js";
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { digest } from "./one-time-tokens.ts";
import { startTestStack, type TestStack } from "../stack.test-support.ts";
import { testInside } from "../outside.test-support.ts";

const testKeys = testInside("it takes the key that signs tokens");
const testClock = testInside("it moves the time of a token in Auth's own tables");
const testOutside = testInside("what the local stack leaves out is answered there");

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack("select 1");
});
afterAll(() => stack.stop());

let people = 0;
/** A confirmed account of its own for each test, and a client signed in as it. */
async function signIn() {
  people += 1;
  const credentials = { email: `person${people}@spool.test`, password: `secret-${people}` };
  const { data } = await stack.service.auth.admin.createUser({ ...credentials, email_confirm: true });
  if (!data.user) throw new Error("No user was made");
  const client = stack.client();
  const { data: signedIn, error } = await client.auth.signInWithPassword(credentials);
  if (error) throw error;
  return { ...credentials, userId: data.user.id, client, session: signedIn.session };
}

const refresh = async (token: string) => {
  const response = await stack.fetch("/auth/v1/token?grant_type=refresh_token", {
    method: "POST",
    body: JSON.stringify({ refresh_token: token }),
    headers: { apikey: stack.publishableKey },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

test("a password opens a session whose token anybody verifies by JWKS", async () => {
  const { session, userId, email } = await signIn();
  const jwks = (await (await fetch(`${stack.apiUrl}/auth/v1/.well-known/jwks.json`)).json()) as JSONWebKeySet;

  const { payload, protectedHeader } = await jwtVerify(session.access_token, createLocalJWKSet(jwks), {
    issuer: `${stack.apiUrl}/auth/v1`,
    audience: "authenticated",
  });

  expect(protectedHeader).toMatchObject({ alg: "ES256", kid: jwks.keys[0]?.kid });
  expect(payload).toMatchObject({
    sub: userId, email, role: "authenticated", aal: "aal1", is_anonymous: false, phone: "",
    app_metadata: { provider: "email", providers: ["email"] }, amr: [{ method: "password" }],
  }); // prettier-ignore
  expect(session).toMatchObject({ token_type: "bearer", expires_in: 3_600 });
  expect(jwks.keys[0]).not.toHaveProperty("d");
});

test("supabase-js reads claims locally and the user from the server", async () => {
  const { client, userId, email } = await signIn();

  expect((await client.auth.getClaims()).data?.claims.sub).toBe(userId);
  expect((await client.auth.getUser()).data.user).toMatchObject({
    id: userId,
    email,
    identities: [{ provider: "email" }],
  });
});

test.each([
  [{ email: "nobody@spool.test", password: "x" }, 400, "invalid_credentials"],
  [{ email: "not an address", password: "x" }, 400, "invalid_credentials"],
  [{ email: "nobody@spool.test" }, 400, "invalid_credentials"],
  [{ password: "x" }, 400, "validation_failed"],
  ["{", 400, "bad_json"],
])("a sign-in with %j is refused with %i %s", async (body, status, code) => {
  const response = await stack.fetch("/auth/v1/token?grant_type=password", {
    method: "POST",
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

  expect([response.status, await response.json()]).toMatchObject([
    status,
    { code: status, error_code: code },
  ]);
});

test("errors take the form of the API version that the client names", async () => {
  const body = JSON.stringify({ email: "nobody@spool.test", password: "x" });
  const old = await stack.fetch("/auth/v1/token?grant_type=password", { method: "POST", body });
  const dated = await stack.fetch("/auth/v1/token?grant_type=password", {
    method: "POST",
    body,
    headers: { "X-Supabase-Api-Version": "2024-01-01" },
  });

  expect(await old.json()).toEqual({
    code: 400,
    error_code: "invalid_credentials",
    msg: "Invalid login credentials",
  });
  expect(await dated.json()).toEqual({ code: "invalid_credentials", message: "Invalid login credentials" });
});

test("unconfirmed and banned people do not get in", async () => {
  await stack.service.auth.admin.createUser({ email: "unconfirmed@spool.test", password: "secret-0" });
  const banned = await signIn();
  await stack.service.auth.admin.updateUserById(banned.userId, { ban_duration: "24h" });

  const unconfirmed = await stack
    .client()
    .auth.signInWithPassword({ email: "unconfirmed@spool.test", password: "secret-0" });
  const again = await stack.client().auth.signInWithPassword(banned);
  const refreshed = await refresh(banned.session.refresh_token);

  expect([unconfirmed.error?.code, again.error?.code, refreshed.status]).toEqual([
    "email_not_confirmed",
    "user_banned",
    400,
  ]);
});

test("a refresh token rotates, and comes again within ten seconds without harm", async () => {
  const { session } = await signIn();

  const first = await refresh(session.refresh_token);
  const again = await refresh(session.refresh_token);
  const both = await Promise.all([1, 2, 3].map(() => refresh(String(first.body["refresh_token"]))));

  expect([first.status, again.status]).toEqual([200, 200]);
  expect(first.body["refresh_token"]).not.toBe(session.refresh_token);
  expect(again.body["refresh_token"]).toBe(first.body["refresh_token"]);
  expect(new Set(both.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(both.map(({ body }) => body["refresh_token"])).size).toBe(1);
});

testClock("a refresh token used again later ends the whole session", async () => {
  const { session } = await signIn();
  const { body } = await refresh(session.refresh_token);
  await stack.db.query(
    "update auth.refresh_tokens set updated_at = now() - interval '11 seconds' where token = $1",
    [digest(session.refresh_token)],
  );

  const reused = await refresh(session.refresh_token);
  const successor = await refresh(String(body["refresh_token"]));

  expect([reused.status, reused.body["error_code"]]).toEqual([400, "refresh_token_already_used"]);
  expect([successor.status, successor.body["error_code"]]).toEqual([400, "refresh_token_not_found"]);
});

testKeys("a session is refreshed although the client still sends its expired token", async () => {
  const { session, userId } = await signIn();
  const expired = await stack.own.sign({ sub: userId, role: "authenticated", exp: 1_000 });

  const { error } = await stack.client(expired).auth.refreshSession({ refresh_token: session.refresh_token });

  expect(error).toBeNull();
});

test("signing out ends this session, the others, or all", async () => {
  const { client, session, email, password } = await signIn();
  const other = stack.client();
  const { data: elsewhere } = await other.auth.signInWithPassword({ email, password });

  await client.auth.signOut({ scope: "others" });
  expect((await refresh(elsewhere.session?.refresh_token ?? "")).status).toBe(400);
  expect((await client.auth.getUser()).data.user?.email).toBe(email);

  await client.auth.signOut({ scope: "local" });
  expect((await refresh(session.refresh_token)).status).toBe(400);
  const after = await stack.fetch("/auth/v1/user", {
    headers: { Authorization: `Bearer ${session.access_token}` },
  });
  expect([after.status, await after.json()]).toMatchObject([403, { error_code: "session_not_found" }]);
});

test("people change their password and their data, and other sessions end", async () => {
  const { client, email, password } = await signIn();
  const other = stack.client();
  await other.auth.signInWithPassword({ email, password });

  const weak = await client.auth.updateUser({ password: "short" });
  const { data } = await client.auth.updateUser({ password: "another-one", data: { theme: "dark" } });

  expect(weak.error).toMatchObject({ status: 422, code: "weak_password", reasons: ["length"] });
  expect(data.user?.user_metadata).toEqual({ theme: "dark", email_verified: true });
  expect((await other.auth.getUser()).error?.name).toBe("AuthSessionMissingError");
  expect((await stack.client().auth.signInWithPassword({ email, password: "another-one" })).error).toBeNull();
});

test("people sign up, but not twice", async () => {
  const credentials = { email: "Fresh@Spool.test", password: "secret-1" };

  const first = await stack.client().auth.signUp({ ...credentials, options: { data: { name: "F" } } });
  const second = await stack.client().auth.signUp(credentials);

  expect(first.data.user).toMatchObject({ email: "fresh@spool.test", user_metadata: { name: "F" } });
  expect(first.data.session?.access_token).toMatch(/^ey/);
  expect([second.error?.status, second.error?.code]).toEqual([422, "user_already_exists"]);
});

test("the admin API makes, lists, pages, changes and removes accounts", async () => {
  const { admin } = stack.service.auth;
  const made = await admin.createUser({
    email: "managed@spool.test",
    password: "secret-1",
    app_metadata: { team: "a" },
    user_metadata: { x: 1, y: 2 },
  });
  const id = made.data.user?.id ?? "";

  const duplicate = await admin.createUser({ email: "managed@spool.test" });
  const changed = await admin.updateUserById(id, {
    email: "moved@spool.test",
    user_metadata: { x: null },
    email_confirm: true,
  });
  const page = await admin.listUsers({ page: 1, perPage: 1 });
  const read = await admin.getUserById(id);
  const removed = await admin.deleteUser(id);
  const gone = await admin.getUserById(id);

  expect([duplicate.error?.status, duplicate.error?.code]).toEqual([422, "email_exists"]);
  expect(changed.data.user).toMatchObject({
    email: "moved@spool.test", user_metadata: { y: 2 }, app_metadata: { provider: "email", team: "a" },
    identities: [{ identity_data: { email: "moved@spool.test" } }],
  }); // prettier-ignore
  expect(page.data.users).toHaveLength(1);
  expect(page.data).toMatchObject({ nextPage: 2, total: expect.any(Number) as number });
  expect(read.data.user?.id).toBe(id);
  expect(removed.error).toBeNull();
  expect([gone.error?.status, gone.error?.code]).toEqual([404, "user_not_found"]);
});

test("a token that cannot be verified is refused with 403", async () => {
  const { error } = await stack.client().auth.getUser("bad.jwt.x");
  const { session } = await signIn();
  const cut = await stack.client().auth.getUser(session.access_token.slice(0, -4));

  expect([error?.status, error?.code, cut.error?.status, cut.error?.code]).toEqual([
    403,
    "bad_jwt",
    403,
    "bad_jwt",
  ]);
});

testOutside("an administrator is told that accounts here have no telephone", async () => {
  const { userId } = await signIn();

  const made = await stack.service.auth.admin.createUser({ email: "call@spool.test", phone: "+15555550100" });
  const changed = await stack.service.auth.admin.updateUserById(userId, { phone: "+15555550100" });

  expect([made.error?.status, changed.error?.status]).toEqual([501, 501]);
});

test("nobody but the secret key reaches the admin API", async () => {
  const { session } = await signIn();

  const asPerson = await stack.client(session.access_token).auth.admin.listUsers();
  const withoutKey = await fetch(`${stack.apiUrl}/auth/v1/admin/users`);

  expect([asPerson.error?.status, asPerson.error?.code, withoutKey.status]).toEqual([403, "not_admin", 401]);
});

test("a user or a list of users from a key alone is refused", async () => {
  const response = await stack.fetch("/auth/v1/user", {});

  expect([response.status, await response.json()]).toMatchObject([401, { error_code: "no_authorization" }]);
});

testOutside("what is outside is refused by name with 501", async () => {
  const { auth } = stack.client();
  const otp = await auth.signInWithOtp({ email: "a@spool.test" });
  const sms = await auth.signInWithOtp({ phone: "+15550100" });
  const anonymous = await auth.signInAnonymously();
  const sso = await auth.signInWithSSO({ domain: "spool.test" });
  const idToken = await auth.signInWithIdToken({ provider: "google", token: "x" });
  const oauth = await stack.fetch("/auth/v1/authorize?provider=google");

  const statuses = [otp, sms, anonymous, sso, idToken].map(({ error }) => error?.status);
  expect(new Set(statuses)).toEqual(new Set([501]));
  expect([oauth.status, await oauth.json()]).toMatchObject([
    501,
    { msg: expect.stringContaining("/authorize") as string },
  ]);
});

test("settings and health answer, and passwords written by SQL open a session", async () => {
  await stack.db.query(
    `insert into auth.users (id, instance_id, aud, role, email, encrypted_password, email_confirmed_at)
     values (gen_random_uuid(), '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated',
       'seeded@spool.test', extensions.crypt('by-seed', extensions.gen_salt('bf', 4)), now())`,
  );

  const { error } = await createClient(stack.apiUrl, stack.publishableKey, {
    auth: { persistSession: false },
  }).auth.signInWithPassword({
    email: "seeded@spool.test",
    password: "by-seed",
  });

  expect(error).toBeNull();
  expect(await (await stack.fetch("/auth/v1/settings")).json()).toMatchObject({
    disable_signup: false,
    external: { email: true },
  });
  expect((await stack.fetch("/auth/v1/health")).status).toBe(200);
});
