import { generateKeyPair, SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FILMS_SQL, startTestStack, type TestStack } from "../stack.test-support.ts";
import { testInside } from "../outside.test-support.ts";

const testKeys = testInside("it takes the key that signs tokens");

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack(FILMS_SQL);
});
afterAll(() => stack.stop());

const PERSON = "11111111-1111-4111-8111-111111111111";
const PATHS = ["/rest/v1/films", "/auth/v1/user", "/storage/v1/bucket"];
const get = async (path: string, headers: Record<string, string>) => {
  const response = await fetch(`${stack.apiUrl}${path}`, { headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};

test.each(PATHS)("%s without a key or with a wrong one is 401 with a message", async (path) => {
  for (const headers of [{}, { apikey: "sb_secret_wrong" }, { apikey: "" }, { apikey: "__proto__" }]) {
    const { status, body } = await get(path, headers);

    expect(status).toBe(401);
    expect(String(body["message"] ?? body["msg"])).not.toBe("");
  }
});

testKeys.each(PATHS)("%s refuses tokens that are expired, forged, unsigned or of no role", async (path) => {
  const { privateKey: foreignKey } = await generateKeyPair("ES256");
  const header = { alg: "ES256", kid: stack.own.keys.signingJwk.kid };
  const claims = { sub: "11111111-1111-4111-8111-111111111111", role: "service_role" };
  const tokens = {
    expired: await stack.own.sign({ ...claims, exp: Math.floor(Date.now() / 1_000) - 60 }),
    forged: await new SignJWT(claims).setProtectedHeader(header).setExpirationTime("1h").sign(foreignKey),
    unsigned: new UnsecuredJWT(claims).setExpirationTime("1h").encode(),
    hmacWithThePublicKey: await new SignJWT(claims)
      .setProtectedHeader({ alg: "HS256" })
      .sign(new TextEncoder().encode(JSON.stringify({ x: stack.own.keys.signingJwk.x }))),
    superuser: await stack.own.sign({ ...claims, role: "supabase_admin" }),
    postgres: await stack.own.sign({ ...claims, role: "postgres" }),
    rubbish: "ey.ey.ey",
  };

  for (const [name, token] of Object.entries(tokens)) {
    const { status } = await get(path, {
      apikey: stack.publishableKey,
      Authorization: `Bearer ${token}`,
    });

    // Auth knows who asks, and refuses the token itself.
    expect([name, status]).toEqual([name, path.startsWith("/auth") ? 403 : 401]);
  }
});

testKeys("REST names an expired token as PostgREST does", async () => {
  const token = await stack.own.sign({ role: "authenticated", exp: 1_000 });

  const { body } = await get("/rest/v1/films", {
    apikey: stack.publishableKey,
    Authorization: `Bearer ${token}`,
  });

  expect(body).toEqual({ code: "PGRST303", details: null, hint: null, message: "JWT expired" });
});

test("a valid token does not make up for a wrong key", async () => {
  const token = await stack.tokenFor(PERSON);

  expect(
    await get("/rest/v1/films", { apikey: "sb_publishable_no", Authorization: `Bearer ${token}` }),
  ).toMatchObject({ status: 401 });
});

test("a token alone is enough, a key repeated as a token says nothing, and a key may come in the address", async () => {
  const token = await stack.tokenFor(PERSON);
  const { publishableKey, secretKey } = stack;

  expect((await get("/rest/v1/films", { Authorization: `Bearer ${token}` })).status).toBe(200);
  expect(
    (await get("/rest/v1/roles", { apikey: publishableKey, Authorization: `Bearer ${secretKey}` })).status,
  ).toBe(401);
  expect((await get("/rest/v1/films", { Authorization: `Bearer ${secretKey}` })).status).toBe(401);
  expect((await get(`/rest/v1/films?apikey=${publishableKey}`, {})).status).toBe(200);
});

testKeys("a token that was good stops being so when it expires", async () => {
  const token = await stack.own.sign({ role: "authenticated", exp: Math.floor(Date.now() / 1_000) + 2 });
  const status = async () => (await get("/rest/v1/films", { Authorization: `Bearer ${token}` })).status;

  expect(await status()).toBe(200);

  await expect.poll(status, { timeout: 5_000 }).toBe(401);
});
