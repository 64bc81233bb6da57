import { createBrowserClient, createServerClient } from "@supabase/ssr";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestStack, type TestStack } from "../stack.test-support.ts";
import { follow, mailsTo, mailTo } from "./mailbox.test-support.ts";

const SITE = "http://127.0.0.1:3000";

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack("select 1", { SPOOL_AUTH_REAUTHENTICATE: "true" });
});
afterAll(() => stack.stop());

let people = 0;
async function person() {
  people += 1;
  const credentials = { email: `mail${people}@spool.test`, password: `secret-${people}` };
  const { data, error } = await stack.service.auth.admin.createUser({ ...credentials, email_confirm: true });
  if (error) throw error;
  return { ...credentials, id: data.user.id };
}

const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await stack.fetch(`/auth/v1${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { apikey: stack.publishableKey, ...headers },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

/** Clients of @supabase/ssr that share one browser's cookies. */
function browser() {
  const jar = new Map<string, string>();
  const cookies = {
    getAll: () => [...jar].map(([name, value]) => ({ name, value })),
    setAll: (written: { name: string; value: string; options: { maxAge?: number } }[]) => {
      for (const { name, value, options } of written) {
        if (options.maxAge === 0) jar.delete(name);
        else jar.set(name, value);
      }
    },
  };
  const { publishableKey } = stack;
  return {
    jar,
    server: () => createServerClient(stack.apiUrl, publishableKey, { cookies }),
    page: () => createBrowserClient(stack.apiUrl, publishableKey, { cookies, isSingleton: false }),
  };
}

test("a forgotten password is replaced by a link, once, and nobody stays signed in by the old one", async () => {
  const { email, password } = await person();
  const elsewhere = stack.client();
  await elsewhere.auth.signInWithPassword({ email, password });
  const client = stack.client();

  const asked = await client.auth.resetPasswordForEmail(email, { redirectTo: `${SITE}/set-password` });
  const { link } = await mailTo(stack, email);
  const { url, fragment } = await follow(link);
  const again = await follow(link);
  await client.auth.setSession({
    access_token: fragment.get("access_token") ?? "",
    refresh_token: fragment.get("refresh_token") ?? "",
  });
  const changed = await client.auth.updateUser({ password: "a new secret" });

  expect([asked.error, changed.error]).toEqual([null, null]);
  expect([
    url.origin + url.pathname,
    fragment.get("type"),
    fragment.get("token_type"),
    fragment.get("expires_in"),
  ]).toEqual([`${SITE}/set-password`, "recovery", "bearer", "3600"]);
  expect(again.url.hash).toBe(
    "#error=access_denied&error_code=otp_expired&error_description=Email+link+is+invalid+or+has+expired&sb=",
  );
  expect((await client.auth.getClaims()).data?.claims.amr).toMatchObject([{ method: "otp" }]);
  expect((await stack.client().auth.signInWithPassword({ email, password })).error?.code).toBe(
    "invalid_credentials",
  );
  expect(
    (await stack.client().auth.signInWithPassword({ email, password: "a new secret" })).error,
  ).toBeNull();
  expect((await elsewhere.auth.refreshSession()).error?.status).toBe(400);
});

test("@supabase/ssr recovers by PKCE: asked on the server, finished in the page, with nothing but cookies", async () => {
  const { email } = await person();
  const { server, page, jar } = browser();

  await server().auth.resetPasswordForEmail(email, { redirectTo: `${SITE}/set-password?from=mail` });
  const { link } = await mailTo(stack, email);
  const { url } = await follow(link);
  const code = url.searchParams.get("code") ?? "";
  const { data, error } = await page().auth.exchangeCodeForSession(code);

  expect(error).toBeNull();
  expect(new URL(link).searchParams.get("token")).toMatch(/^pkce_[0-9a-f]{56}$/);
  expect([url.pathname, url.searchParams.get("from"), url.hash]).toEqual(["/set-password", "mail", ""]);
  expect(data.user?.email).toBe(email);
  expect([...jar.keys()].some((name) => name.includes("auth-token"))).toBe(true);
  expect((await server().auth.getUser()).data.user?.email).toBe(email);
  expect((await server().auth.updateUser({ password: "set on the server" })).error).toBeNull();
  expect(await post("/token?grant_type=pkce", { auth_code: code, code_verifier: "v" })).toEqual({
    status: 404,
    body: {
      code: 404,
      error_code: "flow_state_not_found",
      msg: "invalid flow state, no valid flow state found",
    },
  });
});

test("a code without its verifier, or too late, is worth nothing", async () => {
  const { email } = await person();
  const { server } = browser();
  await server().auth.resetPasswordForEmail(email);
  const { url } = await follow((await mailTo(stack, email)).link);
  const auth_code = url.searchParams.get("code") ?? "";

  const stolen = await post("/token?grant_type=pkce", { auth_code, code_verifier: "of somebody else" });
  const empty = await post("/token?grant_type=pkce", { auth_code });
  await stack.db.query("update auth.flow_state set auth_code_issued_at = now() - interval '6 minutes'");
  const late = await server().auth.exchangeCodeForSession(auth_code);

  expect(stolen).toEqual({
    status: 400,
    body: {
      code: 400,
      error_code: "bad_code_verifier",
      msg: "code challenge does not match previously saved code verifier",
    },
  });
  expect([empty.status, empty.body["msg"]]).toEqual([
    400,
    "invalid request: both auth code and code verifier should be non-empty",
  ]);
  expect([late.error?.status, late.error?.code]).toEqual([422, "flow_state_expired"]);
});

test.each([
  [{ code_challenge: "short", code_challenge_method: "s256" }],
  [{ code_challenge: "a".repeat(43) }],
  [{ code_challenge: "a".repeat(43), code_challenge_method: "md5" }],
  [{ code_challenge: `${"a".repeat(42)}'`, code_challenge_method: "s256" }],
])("a challenge of the wrong form is refused before a mail is sent: %j", async (challenge) => {
  const { email } = await person();

  const { status, body } = await post("/recover", { email, ...challenge });

  expect([status, body["error_code"]]).toEqual([400, "validation_failed"]);
  expect(await mailsTo(stack, email)).toEqual([]);
});

test("supabase-js verifies by hash, by code, and by type email", async () => {
  const [hash, code, either] = [await person(), await person(), await person()];
  for (const { email } of [hash, code, either]) await stack.client().auth.resetPasswordForEmail(email);
  const token_hash = new URL((await mailTo(stack, hash.email)).link).searchParams.get("token") ?? "";

  const byHash = await stack.client().auth.verifyOtp({ token_hash, type: "recovery" });
  const wrong = await stack
    .client()
    .auth.verifyOtp({ email: code.email, token: "000000x", type: "recovery" });
  const byCode = await stack
    .client()
    .auth.verifyOtp({ email: code.email, token: (await mailTo(stack, code.email)).otp, type: "recovery" });
  const byEmail = await stack
    .client()
    .auth.verifyOtp({ email: either.email, token: (await mailTo(stack, either.email)).otp, type: "email" });

  expect([byHash.data.user?.id, byCode.data.user?.id, byEmail.data.user?.id]).toEqual([
    hash.id,
    code.id,
    either.id,
  ]);
  expect([wrong.error?.status, wrong.error?.code, wrong.error?.message]).toEqual([
    403,
    "otp_expired",
    "Token has expired or is invalid",
  ]);
});

test.each([
  [{}, "Verify requires a verification type"],
  [{ type: "recovery" }, "Verify requires either a token or a token hash"],
  [{ type: "recovery", token: "1", token_hash: "2" }, "Verify requires either a token or a token hash"],
  [{ type: "recovery", token_hash: "2", email: "a@b.c" }, "Only the token_hash and type should be provided"],
  [{ type: "recovery", token: "1" }, "Only an email address or phone number should be provided on verify"],
  [{ type: "__proto__", token_hash: "2" }, "Invalid email verification type"],
])("verifying %j is refused in hosted's words", async (body, msg) => {
  expect(await post("/verify", body)).toEqual({
    status: 400,
    body: { code: 400, error_code: "validation_failed", msg },
  });
});

test("a link that is too old, and one that a newer replaced, open nothing", async () => {
  const { email } = await person();
  const recover = () => stack.fetch("/auth/v1/recover", { method: "POST", body: JSON.stringify({ email }) });
  await recover();
  const first = await mailTo(stack, email);
  await expect.poll(async () => (await recover()).status, { timeout: 5_000, interval: 300 }).toBe(200);
  const second = await mailTo(stack, email, 2);
  await stack.db.query("update auth.one_time_tokens set created_at = created_at - interval '61 minutes'");

  for (const { link } of [first, second]) {
    expect((await follow(link)).fragment.get("error_code")).toBe("otp_expired");
  }
});

test("an invited person chooses a password; the address cannot be invited again after that", async () => {
  const email = "guest@spool.test";
  const { admin } = stack.service.auth;

  const invited = await admin.inviteUserByEmail(email, {
    data: { name: "Guest" },
    redirectTo: `${SITE}/set-password`,
  });
  const early = await stack.client().auth.signInWithPassword({ email, password: "" });
  const { fragment } = await follow((await mailTo(stack, email)).link);
  const client = stack.client();
  await client.auth.setSession({
    access_token: fragment.get("access_token") ?? "",
    refresh_token: fragment.get("refresh_token") ?? "",
  });
  await client.auth.updateUser({ password: "chosen by the guest" });
  const again = await admin.inviteUserByEmail(email);

  expect(invited.data.user).toMatchObject({
    email,
    user_metadata: { name: "Guest" },
    invited_at: expect.any(String) as string,
  });
  expect(invited.data.user?.email_confirmed_at).toBeUndefined();
  expect(early.error?.code).toBe("invalid_credentials");
  expect(fragment.get("type")).toBe("invite");
  expect(
    (await stack.client().auth.signInWithPassword({ email, password: "chosen by the guest" })).error,
  ).toBeNull();
  expect([again.error?.status, again.error?.code]).toEqual([422, "email_exists"]);
  const byAnybody = await post("/invite", { email: "other@spool.test" });
  expect([byAnybody.status, byAnybody.body["error_code"]]).toEqual([403, "not_admin"]);
});

test("an address changes only when both the old and the new one agree", async () => {
  const { email, password } = await person();
  const other = await person();
  const client = stack.client();
  await client.auth.signInWithPassword({ email, password });

  const taken = await client.auth.updateUser({ email: other.email });
  const { data } = await client.auth.updateUser({ email: "moved@spool.test" });
  const half = await follow((await mailTo(stack, "moved@spool.test")).link);
  const before = await client.auth.getUser();
  const whole = await follow((await mailTo(stack, email)).link);
  const after = await client.auth.getUser();

  expect([taken.error?.status, taken.error?.code]).toEqual([422, "email_exists"]);
  expect([data.user?.email, data.user?.new_email]).toEqual([email, "moved@spool.test"]);
  expect(half.fragment.get("message")).toBe(
    "Confirmation link accepted. Please proceed to confirm link sent to the other email",
  );
  expect(before.data.user?.email).toBe(email);
  expect(whole.fragment.get("type")).toBe("email_change");
  expect(after.data.user).toMatchObject({
    email: "moved@spool.test",
    identities: [{ identity_data: { email: "moved@spool.test", email_verified: true } }],
  });
  expect(after.data.user?.new_email).toBeUndefined();
});

test("one of the two links followed twice does not change the address", async () => {
  const { email, password } = await person();
  const client = stack.client();
  await client.auth.signInWithPassword({ email, password });
  await client.auth.updateUser({ email: "thief@spool.test" });
  const { link } = await mailTo(stack, "thief@spool.test");

  await follow(link);
  const again = await follow(link);

  expect(again.fragment.get("error_code")).toBe("otp_expired");
  expect((await client.auth.getUser()).data.user?.email).toBe(email);
});

test("whoever asks about an unknown address learns nothing, and is held to the same interval", async () => {
  const known = await person();

  for (const email of [known.email, "unknown@spool.test"]) {
    const answers = await Promise.all([post("/recover", { email }), post("/recover", { email })]);
    expect(answers.sort((a, b) => a.status - b.status)).toEqual([
      { status: 200, body: {} },
      {
        status: 429,
        body: {
          code: 429,
          error_code: "over_email_send_rate_limit",
          msg: "For security purposes, you can only request this after 1 seconds.",
        },
      },
    ]);
    expect(await post("/resend", { type: "signup", email })).toEqual({ status: 200, body: {} });
  }
  expect((await mailTo(stack, known.email)).subject).toBe("Reset Your Password");
  expect(await mailsTo(stack, "unknown@spool.test")).toEqual([]);
});

test("the admin API makes links of every kind, and they work", async () => {
  const { email } = await person();
  const { admin } = stack.service.auth;
  const redirectTo = `${SITE}/welcome`;
  const made = {
    recovery: await admin.generateLink({ type: "recovery", email, options: { redirectTo } }),
    magiclink: await admin.generateLink({ type: "magiclink", email }),
    invite: await admin.generateLink({ type: "invite", email: "by-link@spool.test" }),
    signup: await admin.generateLink({ type: "signup", email: "signs-up@spool.test", password: "secret-1" }),
  };
  const unknown = await admin.generateLink({ type: "recovery", email: "nobody@spool.test" });

  expect(made.recovery.data.properties).toMatchObject({
    verification_type: "recovery",
    redirect_to: redirectTo,
    email_otp: expect.stringMatching(/^\d{6}$/) as string,
    hashed_token: expect.stringMatching(/^[0-9a-f]{56}$/) as string,
  });
  // The magic link replaced the recovery: hosted Auth keeps one of both as well.
  expect((await follow(made.recovery.data.properties?.action_link ?? "")).fragment.get("error_code")).toBe(
    "otp_expired",
  );
  for (const type of ["magiclink", "invite", "signup"] as const) {
    const { fragment } = await follow(made[type].data.properties?.action_link ?? "");
    expect([type, fragment.get("type"), fragment.get("access_token")?.slice(0, 2)]).toEqual([
      type,
      type,
      "ey",
    ]);
  }
  expect([unknown.error?.status, unknown.error?.code]).toEqual([404, "user_not_found"]);
  expect(await mailsTo(stack, email)).toEqual([]);
});

test.each([
  ["https://evil.test/", false],
  ["http://127.0.0.1.evil.test/", false],
  ["http://user@evil.test/", false],
  ["//evil.test", false],
  ["javascript:alert(1)", false],
  ["http://evil.test\\@127.0.0.1/", false],
  ["\thttp://evil.test", false],
  ["http://localhost:9999/a?b=c", true],
  ["http://[::1]:3000/a", true],
  [`${SITE}/a#b`, true],
])("a link to %s may lead there: %s", async (redirectTo, isAllowed) => {
  const { email } = await person();
  const { data } = await stack.service.auth.admin.generateLink({
    type: "recovery",
    email,
    options: { redirectTo },
  });
  const link = new URL(data.properties?.action_link ?? "");
  link.searchParams.set("redirect_to", redirectTo);

  const { url } = await follow(link.href);

  expect(url.host).toBe(isAllowed ? new URL(redirectTo).host : new URL(SITE).host);
});

test("the database holds no password, no token, no link and no code that opens anything", async () => {
  const { email, password } = await person();
  const client = stack.client();
  const { data } = await client.auth.signInWithPassword({ email, password });
  await client.auth.resetPasswordForEmail(email);
  const { link, otp } = await mailTo(stack, email);
  const { server } = browser();
  const other = await person();
  await server().auth.resetPasswordForEmail(other.email);
  const { url } = await follow((await mailTo(stack, other.email)).link);
  const secrets = {
    password,
    otp,
    refresh: data.session?.refresh_token ?? "?",
    link: new URL(link).searchParams.get("token") ?? "?",
    code: url.searchParams.get("code") ?? "?",
  };

  const { rows: tables } = await stack.db.query<{ name: string }>(
    "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'auth'",
  );
  const contents = await Promise.all(
    tables.map(({ name }) =>
      stack.db.query<{ all: string | null }>(`select string_agg(t::text, ' ') as all from ${name} t`),
    ),
  );
  const text = contents.map(({ rows }) => rows[0]?.all ?? "").join("\n");

  expect(text).toContain(email);
  for (const [name, secret] of Object.entries(secrets))
    expect([name, text.includes(secret)]).toEqual([name, false]);
});

test("the inbox opens by its address alone, on this machine, and to no other page", async () => {
  const inbox = new URL(stack.own.inboxUrl ?? "");
  const keyless = new URL(inbox.pathname, inbox);
  const { request } = await import("node:http");
  const asOtherHost = await new Promise<number | undefined>((resolve) => {
    request(inbox, { headers: { host: "rebound.evil.test" } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).end();
  });

  const opened = await fetch(inbox, { headers: { origin: "http://evil.test" } });
  const forwarded = await fetch(inbox, { headers: { "x-forwarded-for": "203.0.113.7" } });

  expect(opened.headers.get("access-control-allow-origin")).toBeNull();
  expect(await opened.text()).toContain("<h1>Inbox</h1>");
  expect([opened.status, (await fetch(keyless)).status, asOtherHost, forwarded.status]).toEqual([
    200, 401, 403, 403,
  ]);
});

test("a code from a mail lets an old session change its password, once", async () => {
  const { email, password, id } = await person();
  const client = stack.client();
  await client.auth.signInWithPassword({ email, password });
  await stack.db.query(
    "update auth.sessions set created_at = now() - interval '25 hours' where user_id = $1",
    [id],
  );

  expect((await client.auth.reauthenticate()).error).toBeNull();
  const { otp } = await mailTo(stack, email);
  const changed = await client.auth.updateUser({ password: "with a code", nonce: otp });
  const again = await client.auth.updateUser({ password: "with it again", nonce: otp });

  expect([changed.error, again.error?.code]).toEqual([null, "reauthentication_not_valid"]);
});

test("a lost confirmation is sent again, and only where one is due", async () => {
  const { email } = await person();
  await stack.service.auth.admin.createUser({ email: "waiting@spool.test", password: "secret-1" });
  const client = stack.client();

  expect((await client.auth.resend({ type: "signup", email })).error).toBeNull();
  expect((await client.auth.resend({ type: "signup", email: "waiting@spool.test" })).error).toBeNull();
  const { fragment } = await follow((await mailTo(stack, "waiting@spool.test")).link);

  expect(fragment.get("type")).toBe("signup");
  expect(
    (await client.auth.signInWithPassword({ email: "waiting@spool.test", password: "secret-1" })).error,
  ).toBeNull();
  expect(await mailsTo(stack, email)).toEqual([]);
});

test("a password that somebody gave an address which was not theirs is gone when its owner is invited", async () => {
  const squatted = { email: "squatted@spool.test", password: "of the squatter" };
  await stack.service.auth.admin.createUser(squatted);

  await stack.service.auth.admin.inviteUserByEmail(squatted.email);
  const { fragment } = await follow((await mailTo(stack, squatted.email)).link);

  expect(fragment.get("type")).toBe("invite");
  expect((await stack.client().auth.signInWithPassword(squatted)).error?.code).toBe("invalid_credentials");
});

test("supabase-js lists identities, follows the session's changes, and an administrator ends sessions", async () => {
  const { email, password } = await person();
  const client = stack.client();
  const events: string[] = [];
  const { data: listening } = client.auth.onAuthStateChange((event) => events.push(event));
  const { data } = await client.auth.signInWithPassword({ email, password });
  await client.auth.refreshSession();
  const identities = await client.auth.getUserIdentities();
  const ended = await stack.service.auth.admin.signOut(
    (await client.auth.getSession()).data.session?.access_token ?? "",
  );

  expect(identities.data?.identities).toMatchObject([{ provider: "email", identity_data: { email } }]);
  expect([ended.error, (await client.auth.refreshSession()).error?.code]).toEqual([
    null,
    "refresh_token_not_found",
  ]);
  expect(events).toEqual(expect.arrayContaining(["SIGNED_IN", "TOKEN_REFRESHED"]));
  expect(data.session?.expires_at).toBeGreaterThan(Date.now() / 1_000 + 3_500);
  listening.subscription.unsubscribe();
});
