import { once } from "node:events";
import { createServer } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestStack, type TestStack } from "../stack.test-support.ts";
import { readAuthSettings } from "./settings.ts";

/** An SMTP server that takes every mail and keeps what it was told. */
async function startPostOffice() {
  const received: string[] = [];
  const server = createServer((socket) => {
    let isData = false;
    let buffer = "";
    socket.on("error", () => undefined);
    socket.write("220 post office\r\n");
    socket.on("data", (chunk) => {
      buffer += chunk.toString();
      const lines = buffer.split("\r\n");
      buffer = lines.pop() ?? "";
      for (const line of lines) {
        received.push(line);
        if (isData && line !== ".") continue;
        isData = line === "DATA";
        socket.write(isData ? "354 go on\r\n" : line === "QUIT" ? "221 bye\r\n" : "250 fine\r\n");
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { port, text: () => received.join("\n").replace(/=\n/g, ""), close: () => server.close() };
}

let postOffice: Awaited<ReturnType<typeof startPostOffice>>;
let stack: TestStack;
beforeAll(async () => {
  postOffice = await startPostOffice();
  stack = await startTestStack("select 1", {
    SMTP_HOST: "127.0.0.1",
    SMTP_PORT: String(postOffice.port),
    SPOOL_AUTH_SITE_URL: "https://console.spool.test",
    SPOOL_AUTH_REDIRECT_URLS: "https://*.preview.test/**, spool://callback",
    SPOOL_AUTH_EXTERNAL_URL: "https://api.spool.test",
    SPOOL_AUTH_PASSWORD_MIN_LENGTH: "8",
    SPOOL_AUTH_PASSWORD_CHARACTERS: "letters_digits",
    SPOOL_AUTH_REAUTHENTICATE: "true",
    SPOOL_AUTH_FAILURES_PER_5_MINUTES: "3",
    SPOOL_AUTH_MAILS_PER_HOUR: "4",
    SPOOL_AUTH_SIGN_INS_PER_5_MINUTES: "5",
    SPOOL_AUTH_REFRESHES_PER_5_MINUTES: "2",
  });
});
afterAll(async () => {
  await stack.stop();
  postOffice.close();
});

const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
  const response = await stack.fetch(`/auth/v1${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const OVER = {
  status: 429,
  body: { code: 429, error_code: "over_request_rate_limit", msg: "Request rate limit reached" },
};

test("a sign-up waits for its mail, which goes out by SMTP and leads to the site's outer address", async () => {
  const credentials = { email: "new@spool.test", password: "secret-12" };
  const made = await stack
    .client()
    .auth.signUp({ ...credentials, options: { emailRedirectTo: "https://a.preview.test/x/y" } });
  const early = await stack.client().auth.signInWithPassword(credentials);
  await expect.poll(() => postOffice.text()).toContain("To: new@spool.test");
  const again = await stack.client().auth.signUp({ email: "new@spool.test", password: "another-12" });

  const link =
    /https:\/\/api\.spool\.test\/auth\/v1\/verify\?\S+/.exec(postOffice.text().replaceAll("=3D", "="))?.[0] ??
    "";
  const answer = await stack.fetch(link.replace("https://api.spool.test", ""), { redirect: "manual" });

  expect([made.data.session, made.data.user?.email]).toEqual([null, "new@spool.test"]);
  expect(early.error?.code).toBe("email_not_confirmed");
  expect([again.error?.status, again.error?.code]).toEqual([429, "over_email_send_rate_limit"]);
  expect(answer.headers.get("location")).toMatch(/^https:\/\/a\.preview\.test\/x\/y#access_token=/);
  expect((await stack.client().auth.signInWithPassword(credentials)).error).toBeNull();
  expect(stack.own.inboxUrl).toBeNull();
  expect((await stack.fetch("/inbox")).status).toBe(404);
});

test("signing up with somebody's address shows nothing of the account", async () => {
  await stack.service.auth.admin.createUser({
    email: "known@spool.test",
    password: "secret-12",
    email_confirm: true,
  });

  const { data, error } = await stack
    .client()
    .auth.signUp({ email: "known@spool.test", password: "guess-1234" });

  expect([error, data.session, data.user?.identities, data.user?.email_confirmed_at]).toEqual([
    null,
    null,
    [],
    undefined,
  ]);
});

test("all mails together are limited, whoever asks", async () => {
  const statuses: number[] = [];
  for (let n = 0; n < 5; n += 1)
    statuses.push((await post("/recover", { email: `flood${n}@spool.test` })).status);
  const over = await post("/recover", { email: "one-more@spool.test" });

  expect(statuses).toContain(200);
  expect(over).toEqual({
    status: 429,
    body: { code: 429, error_code: "over_email_send_rate_limit", msg: "email rate limit exceeded" },
  });
});

test.each([
  ["short1", ["length"], "Password should be at least 8 characters."],
  [
    "only letters",
    ["characters"],
    "Password should contain at least one character of each: abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ, 0123456789.",
  ],
])("the password %s is too weak, in hosted's words", async (password, reasons, msg) => {
  const answer = await post("/admin/users", { email: "weak@spool.test", password });
  const dated = await post(
    "/admin/users",
    { email: "weak@spool.test", password },
    { "X-Supabase-Api-Version": "2024-01-01" },
  );

  expect(answer).toEqual({
    status: 422,
    body: { code: 422, error_code: "weak_password", msg, weak_password: { reasons } },
  });
  expect(dated).toEqual({
    status: 422,
    body: { code: "weak_password", message: msg, weak_password: { reasons } },
  });
});

test("after a few wrong passwords an account is closed to guesses, right ones too, and others are not", async () => {
  const target = { email: "target@spool.test", password: "secret-12" };
  const other = { email: "other@spool.test", password: "secret-12" };
  for (const person of [target, other])
    await stack.service.auth.admin.createUser({ ...person, email_confirm: true });

  const guesses = await Promise.all(
    Array.from({ length: 6 }, (_, n) =>
      post("/token?grant_type=password", { ...target, password: `guess ${n}` }),
    ),
  );
  const right = await post("/token?grant_type=password", target);

  expect(guesses.map(({ status }) => status).sort()).toEqual([400, 400, 400, 429, 429, 429]);
  expect(right).toEqual(OVER);
  for (let n = 0; n < 8; n += 1) expect((await post("/token?grant_type=password", other)).status).toBe(200);
});

test("what comes through a proxy is counted by the address that the proxy names", async () => {
  const recover = (ip: string) =>
    post("/verify", { type: "recovery", token_hash: "x" }, { "X-Forwarded-For": `1.1.1.1, ${ip}` });

  for (let n = 0; n < 5; n += 1) expect((await recover("203.0.113.9")).status).toBe(403);

  expect(await recover("203.0.113.9")).toEqual(OVER);
  expect((await recover("203.0.113.10")).status).toBe(403);
  for (let n = 0; n < 2; n += 1) {
    const { status } = await post(
      "/token?grant_type=refresh_token",
      { refresh_token: "x" },
      { "X-Forwarded-For": "203.0.113.9" },
    );
    expect(status).toBe(400);
  }
  const refreshes = await post(
    "/token?grant_type=refresh_token",
    { refresh_token: "x" },
    { "X-Forwarded-For": "203.0.113.9" },
  );
  expect(refreshes).toEqual(OVER);
});

test("an old session needs a code from a mail to change the password", async () => {
  const credentials = { email: "careful@spool.test", password: "secret-12" };
  const { data } = await stack.service.auth.admin.createUser({ ...credentials, email_confirm: true });
  const client = stack.client();
  await client.auth.signInWithPassword(credentials);
  const same = await client.auth.updateUser({ password: credentials.password });
  await stack.db.query(
    "update auth.sessions set created_at = now() - interval '25 hours' where user_id = $1",
    [data.user?.id],
  );

  const without = await client.auth.updateUser({ password: "secret-13" });
  const wrong = await client.auth.updateUser({ password: "secret-13", nonce: "000000x" });

  expect([same.error?.status, same.error?.code]).toEqual([422, "same_password"]);
  expect([without.error?.status, without.error?.code]).toEqual([400, "reauthentication_needed"]);
  expect([wrong.error?.status, wrong.error?.code]).toEqual([422, "reauthentication_not_valid"]);
});

test("on a network nobody signs up by default, and a closed stack says so as hosted does", async () => {
  expect(readAuthSettings({}, true).isSignupOpen).toBe(true);
  expect(readAuthSettings({}, false).isSignupOpen).toBe(false);
  expect(readAuthSettings({ SPOOL_AUTH_SIGNUP: "open" }, false).isSignupOpen).toBe(true);
  expect(() => readAuthSettings({ SPOOL_AUTH_PASSWORD_MIN_LENGTH: "3" }, true)).toThrow();

  const closed = await startTestStack("select 1", { SPOOL_AUTH_SIGNUP: "closed" });
  try {
    const response = await closed.fetch("/auth/v1/signup", {
      method: "POST",
      body: JSON.stringify({ email: "a@spool.test", password: "secret-1" }),
    });
    expect([response.status, await response.json()]).toEqual([
      422,
      { code: 422, error_code: "signup_disabled", msg: "Signups not allowed for this instance" },
    ]);
    expect(await (await closed.fetch("/auth/v1/settings")).json()).toMatchObject({ disable_signup: true });
    expect((await closed.service.auth.admin.inviteUserByEmail("b@spool.test")).error).toBeNull();
  } finally {
    await closed.stop();
  }
});
