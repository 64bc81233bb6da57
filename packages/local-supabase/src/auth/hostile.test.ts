import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestStack, type TestStack } from "../stack.test-support.ts";

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack("select 1");
});
afterAll(() => stack.stop());

const ADDRESSES = [
  "a\u0000b@spool.test", "a@b@c", "@", "a@", "a b@spool.test", "a@spool.test\r\nBcc: all@spool.test", "", " ", "a@.", "\ud800@x.y",
  `${"a".repeat(300)}@spool.test`, "'; drop table auth.users; --", "<script>@x.y>", "a@‮moc.test",
]; // prettier-ignore

const BODIES: readonly string[] = [
  "", "{", "null", "[]", '"text"', "1e999", '{"email":null}', '{"email":{"$ne":1},"password":["x"]}', '{"email":"a@b.c","password":1}',
  `{"a":${"[".repeat(50_000)}${"]".repeat(50_000)}}`, '{"__proto__":{"role":"service_role"},"email":"a@b.c"}',
  `{"email":"deep@spool.test","password":"secret-1","data":${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}}`,
  '{"email":"nul@spool.test","password":"secret-1","data":{"a":"\\u0000"}}',
  '{"email":"half@spool.test","password":"secret-1","data":{"a":"\\ud800"}}',
  `{"email":"a@b.c","password":"${"x".repeat(100_000)}"}`, `{"email":"a@b.c","password":"nul\\u0000"}`,
  `{"refresh_token":"${"x".repeat(10_000)}"}`, '{"refresh_token":"\\u0000"}', '{"type":"recovery","token_hash":"\\u0000\'"}',
  `{"auth_code":"'","code_verifier":"\\u0000"}`, `{"x":"${"y".repeat(2 * 1024 * 1024)}"}`,
]; // prettier-ignore

const ENDPOINTS = [
  "/signup", "/token?grant_type=password", "/token?grant_type=refresh_token", "/token?grant_type=pkce", "/token", "/recover",
  "/resend", "/verify", "/invite", "/admin/users", "/admin/generate_link",
]; // prettier-ignore

test.each(ENDPOINTS)(
  "POST %s answers rubbish with what is wrong, in the documented form, and goes on",
  async (path) => {
    const bodies = [
      ...BODIES,
      ...ADDRESSES.map((email) => JSON.stringify({ email, type: "signup", password: "secret-1" })),
    ];
    for (const body of bodies) {
      const response = await stack.fetch(`/auth/v1${path}`, { method: "POST", body });
      const answer = (await response.json()) as Record<string, unknown>;

      const isAnswered = response.status < 500 || response.status === 501;
      expect([body.slice(0, 80), isAnswered]).toEqual([body.slice(0, 80), true]);
      if (response.status >= 400) {
        expect(answer).toMatchObject({
          code: response.status,
          error_code: expect.any(String) as string,
          msg: expect.any(String) as string,
        });
      }
    }
    expect((await stack.fetch("/auth/v1/health")).status).toBe(200);
  },
);

test.each(ADDRESSES)("nobody gets an account as %j", async (email) => {
  const response = await stack.fetch("/auth/v1/admin/users", {
    method: "POST",
    body: JSON.stringify({ email }),
  });

  expect([400, 422]).toContain(response.status);
});

test("links made of rubbish lead to the site with an error, or are refused", async () => {
  for (const query of [
    "token=%00&type=recovery",
    "token='--&type=email_change",
    `token=${"a".repeat(9_000)}&type=signup`,
  ]) {
    const response = await stack.fetch(`/auth/v1/verify?${query}&redirect_to=https://evil.test`, {
      redirect: "manual",
    });

    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toMatch(
      /^http:\/\/127\.0\.0\.1:3000\/#error=access_denied&error_code=otp_expired/,
    );
  }
  for (const query of ["", "token=x", "type=recovery"]) {
    expect((await stack.fetch(`/auth/v1/verify?${query}`)).status).toBe(400);
  }
});

test.each([
  "rubbish",
  "'",
  "999.1.1.1",
  "fe80::1%eth0",
  "::ffff:10.0.0.5",
  ",",
  "1.2.3.4, ",
  "a".repeat(5_000),
])("a sign-in that says to come from %s is answered all the same", async (forwarded) => {
  const body = JSON.stringify({ email: `${crypto.randomUUID()}@spool.test`, password: "secret-1" });
  const response = await stack.fetch("/auth/v1/signup", {
    method: "POST",
    body,
    headers: { "X-Forwarded-For": forwarded },
  });

  expect(response.status).toBe(200);
});

test("claims about a role, app_metadata or an id that a person sends about themselves change nothing", async () => {
  const client = stack.client();
  await client.auth.signUp({
    email: "climber@spool.test",
    password: "secret-1",
    options: { data: { role: "service_role" } },
  });
  const { data } = await client.auth.getSession();
  const response = await stack.fetch("/auth/v1/user", {
    method: "PUT",
    body: JSON.stringify({ app_metadata: { admin: true }, role: "service_role" }),
    headers: { Authorization: `Bearer ${data.session?.access_token ?? ""}` },
  });

  expect([response.status, await response.json()]).toMatchObject([403, { error_code: "not_admin" }]);
  const claims = (await client.auth.getClaims()).data?.claims;
  expect([claims?.role, claims?.app_metadata]).toEqual([
    "authenticated",
    { provider: "email", providers: ["email"] },
  ]);
});

test("a deleted person's session ends with the person", async () => {
  const client = stack.client();
  const { data } = await client.auth.signUp({ email: "leaver@spool.test", password: "secret-1" });
  await stack.service.auth.admin.deleteUser(data.user?.id ?? "");

  const response = await stack.fetch("/auth/v1/user", {
    headers: { Authorization: `Bearer ${data.session?.access_token ?? ""}` },
  });
  const refreshed = await client.auth.refreshSession();

  expect([response.status, await response.json()]).toEqual([
    403,
    { code: 403, error_code: "user_not_found", msg: "User from sub claim in JWT does not exist" },
  ]);
  expect(refreshed.error?.code).toBe("refresh_token_not_found");
});

test("an unknown address takes as long as a wrong password, and neither keeps others waiting", async () => {
  await stack.service.auth.admin.createUser({
    email: "timed@spool.test",
    password: "secret-1",
    email_confirm: true,
  });
  const time = async (work: () => Promise<unknown>): Promise<number> => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  };
  const signIn = (email: string) => () =>
    stack.client().auth.signInWithPassword({ email, password: "wrong" }) as Promise<unknown>;
  const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
  const known: number[] = [];
  const unknown: number[] = [];
  for (let n = 0; n < 7; n += 1) {
    known.push(await time(signIn("timed@spool.test")));
    unknown.push(await time(signIn(`nobody${n}@spool.test`)));
  }
  const many = Promise.all(Array.from({ length: 8 }, (_, n) => signIn(`crowd${n}@spool.test`)()));
  const meanwhile: number[] = [];
  for (let n = 0; n < 5; n += 1) meanwhile.push(await time(() => stack.fetch("/auth/v1/health")));
  await many;

  expect(median(unknown) / median(known)).toBeGreaterThan(0.4);
  expect(median(unknown) / median(known)).toBeLessThan(2.5);
  // One comparison alone takes longer than this; eight stood in line.
  expect(median(meanwhile)).toBeLessThan(median(known));
});
