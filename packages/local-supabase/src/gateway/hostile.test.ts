import { createHmac } from "node:crypto";
import { connect, type Socket } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { FILMS_SQL, startTestStack, type TestStack } from "../stack.test-support.ts";
import { testInside } from "../outside.test-support.ts";

const testKeys = testInside("it takes the key that signs tokens");
const testSockets = testInside(
  "what is not HTTP, or abuses it, is for the proxy before a hosted project to answer",
);

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack(FILMS_SQL);
}, 60_000);
afterAll(() => stack.stop());

const serves = async () => (await stack.fetch("/rest/v1/films?select=id&limit=1")).status;
afterEach(async () => {
  expect(await serves()).toBe(200);
});

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const later = () => Math.floor(Date.now() / 1_000) + 3_600;

/** What a socket got until it was closed, or until an answer was there. */
function received(socket: Socket): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    socket.on("data", (chunk) => {
      text += chunk.toString();
      if (text.includes("\r\n\r\n")) resolve(text);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(text));
  });
}

const open = (): Socket => connect({ port: Number(new URL(stack.apiUrl).port), host: "127.0.0.1" });

testKeys(
  "tokens that are forged, unsigned, expired or for a role nobody may have are refused everywhere",
  async () => {
    const claims = { sub: "00000000-0000-4000-8000-000000000001", role: "service_role", exp: later() };
    const { x, y } = stack.own.keys.signingJwk;
    const hmacInput = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(claims)}`;
    const good = await stack.own.sign(claims);
    const tokens = {
      "alg none": `${encode({ alg: "none" })}.${encode(claims)}.`,
      "alg None with a signature": `${encode({ alg: "None" })}.${encode(claims)}.${good.split(".")[2] ?? ""}`,
      "HS256 with the public key": `${hmacInput}.${createHmac("sha256", x + y)
        .update(hmacInput)
        .digest("base64url")}`,
      "claims exchanged": [
        good.split(".")[0],
        encode({ ...claims, role: "authenticated" }),
        good.split(".")[2],
      ].join("."),
      "signature cut": good.slice(0, -4),
      expired: await stack.own.sign({ ...claims, exp: 1_000 }),
      "role postgres": await stack.own.sign({ role: "postgres" }),
      "role supabase_admin": await stack.own.sign({ role: "supabase_admin" }),
      "a role with a quote": await stack.own.sign({ role: `anon"; set role postgres; --` }),
      "role as a list": await stack.own.sign({ role: ["service_role"] }),
      "no token": "x",
      "40 KB of no token": "e".repeat(40_000),
    };
    const paths = ["/rest/v1/films", "/auth/v1/user", "/storage/v1/bucket", "/realtime/v1/api/broadcast"];
    const answers: Record<string, number[]> = {};
    for (const [name, token] of Object.entries(tokens)) {
      answers[name] = await Promise.all(
        paths.map(async (path) => {
          const method = path.endsWith("broadcast") ? "POST" : "GET";
          const response = await stack.fetch(path, { method, headers: { Authorization: `Bearer ${token}` } });
          const body = (await response.json()) as { statusCode?: string };
          return Number(body.statusCode ?? response.status);
        }),
      );
    }
    // Auth answers 403 bad_jwt, as hosted does.
    for (const [name, [rest, auth, storage, realtime]] of Object.entries(answers)) {
      expect({ name, rest, realtime }).toEqual({ name, rest: 401, realtime: 401 });
      expect({ name, auth }).toEqual({ name, auth: 403 });
      expect({
        name,
        storage,
        known: storage !== undefined && [400, 401, 403].includes(storage),
      }).toMatchObject({ name, known: true });
    }
  },
);

test("keys that nobody was given are 401, however they look", async () => {
  for (const key of [
    "",
    "x",
    "sb_secret_",
    `${stack.secretKey}x`,
    stack.secretKey.toUpperCase(),
    "__proto__",
    "constructor",
    "toString",
  ]) {
    const response = await fetch(`${stack.apiUrl}/rest/v1/films`, { headers: { apikey: key } });
    expect([key, response.status]).toEqual([key, 401]);
  }
});

testSockets(
  "a body over the limit is 413 before it is read, by its announced length and while it comes",
  async () => {
    const head = `POST /rest/v1/films HTTP/1.1\r\nHost: x\r\napikey: ${stack.secretKey}\r\nContent-Type: application/json\r\n`;
    const announced = open();
    const answer = received(announced);
    announced.write(`${head}Content-Length: 999999999999\r\n\r\n{`);
    expect(await answer).toMatch(/^HTTP\/1.1 413 [^]*PGRST413/);
    announced.destroy();

    const endless = open();
    let sentBytes = 0;
    const chunk = Buffer.alloc(65_536, " ");
    const more = (): void => {
      while (
        !endless.destroyed &&
        endless.write(Buffer.concat([Buffer.from("10000\r\n"), chunk, Buffer.from("\r\n")]))
      )
        sentBytes += chunk.length;
      sentBytes += chunk.length;
    };
    endless.on("drain", more);
    const refusal = received(endless);
    endless.write(`${head}Transfer-Encoding: chunked\r\n\r\n`);
    more();
    expect(await refusal).toMatch(/^HTTP\/1.1 413 /);
    // And what does not stop is cut.
    await expect.poll(() => endless.destroyed, { timeout: 10_000 }).toBe(true);
    expect(sentBytes).toBeGreaterThan(10 * 1024 * 1024);
  },
);

test("JSON that explodes is refused or taken for what it is, and others are served meanwhile", async () => {
  const bombs = {
    "nested arrays": "[".repeat(400_000) + "]".repeat(400_000),
    "nested objects": `{"a":`.repeat(100_000) + "1" + "}".repeat(100_000),
    "a nested value": `{"title":${"[".repeat(50_000)}${"]".repeat(50_000)}}`,
    "many keys": `{${Array.from({ length: 100_000 }, (_, n) => `"k${n}":1`).join(",")}}`,
    "a long number": `{"id":${"9".repeat(1_000_000)}}`,
    "the prototype": `{"__proto__":{"role":"service_role"},"constructor":1}`,
    "half a pair": `{"title":"\\ud800"}`,
    "a NUL": `{"title":"\\u0000"}`,
    "no JSON": "\u0000\u0001\u0002",
  };
  for (const [name, body] of Object.entries(bombs)) {
    const headers = { "Content-Type": "application/json" };
    const [bomb, other] = await Promise.all([
      stack.fetch("/rest/v1/films", { method: "POST", headers, body }),
      serves(),
    ]);
    const words = await bomb.text();
    // Postgres's own limit, with the status that PostgREST gives its class: refused, and no fault of ours.
    const isRefused = bomb.status < 500 || words.includes('"code":"54001"');
    expect([name, isRefused, other], words.slice(0, 300)).toEqual([name, true, 200]);
  }
}, 30_000);

testSockets("addresses that climb, lie or are cut lead nowhere outside", async () => {
  const paths = [
    "/storage/v1/object/x/../../../keys.json", "/storage/v1/object/x/..%2f..%2f..%2fkeys.json",
    "/storage/v1/object/x/%252e%252e%252f%252e%252e%252fkeys.json", "/storage/v1/object/public/../../../../etc/passwd",
    "/storage/v1/object/x/%00", "/storage/v1/object/x/%c0%ae%c0%ae/keys.json", "/storage/v1/object/x/..\\..\\keys.json",
    "/rest/v1/../../keys.json", "/rest/v1/%2e%2e/%2e%2e/etc/passwd", "/rest/v1/films%00", "/rest/v1/films%", "/rest/v1/%ff%fe",
    "/rest/v1/rpc/", "/rest/v1/rpc/../films/x", "/rest/v1//films", "//rest/v1/films/x", "/rest/v1/pg_catalog.pg_authid", "/rest/v1/films;x",
    "/rest/v1/films?select=%", "/rest/v1/films?%ff=%fe", "http://[/", "*", "/rest/v1/films?" + "a".repeat(100_000), "/" + "a/".repeat(20_000),
  ]; // prettier-ignore
  for (const path of paths) {
    const socket = open();
    const answer = received(socket);
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: x\r\napikey: ${stack.secretKey}\r\nConnection: close\r\n\r\n`,
    );
    const text = await answer;
    expect([path.slice(0, 80), /^HTTP\/1.1 4\d\d /.test(text)], text.slice(0, 300)).toEqual([
      path.slice(0, 80),
      true,
    ]);
    expect(text).not.toMatch(/signingJwk|root:x/);
    socket.destroy();
  }
});

testSockets("what is no HTTP is 400, and headers without end are 431", async () => {
  const attempts: [string, RegExp][] = [
    ["GARBAGE\r\n\r\n", /^HTTP\/1.1 400 /],
    ["GET / HTTP/1.1\r\nno colon\r\n\r\n", /^HTTP\/1.1 400 /],
    [
      "GET /rest/v1/films HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      /^HTTP\/1.1 400 /,
    ],
    [
      "POST /rest/v1/films HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      /^HTTP\/1.1 400 /,
    ],
    [`GET / HTTP/1.1\r\nHost: x\r\nX: ${"x".repeat(200_000)}\r\n\r\n`, /^HTTP\/1.1 431 /],
    ["\u0016\u0003\u0001\u0002\u0000\u0001", /^(HTTP\/1.1 400 |$)/],
  ];
  for (const [bytes, expected] of attempts) {
    const socket = open();
    const answer = received(socket);
    socket.write(bytes, "latin1");
    expect(await answer).toMatch(expected);
    socket.destroy();
  }
});

testSockets(
  "hundreds that never finish their request, or never read the answer, keep nobody from being served",
  async () => {
    const idle = Array.from({ length: 300 }, () => {
      const socket = open();
      socket.on("error", () => undefined);
      socket.write(`GET /rest/v1/films HTTP/1.1\r\nHost: x\r\napikey: ${stack.secretKey}\r\nX-`);
      return socket;
    });
    const deaf = Array.from({ length: 50 }, () => {
      const socket = open();
      socket.on("error", () => undefined);
      socket.pause();
      socket.write(`GET /rest/v1/films HTTP/1.1\r\nHost: x\r\napikey: ${stack.secretKey}\r\n\r\n`.repeat(50));
      return socket;
    });
    const startedAt = performance.now();
    for (let round = 0; round < 10; round += 1) expect(await serves()).toBe(200);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    for (const socket of [...idle, ...deaf]) socket.destroy();
  },
);
