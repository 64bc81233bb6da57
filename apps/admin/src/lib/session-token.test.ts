import { expect, test } from "vitest";
import { createSessionToken } from "./session-token.ts";

const NOW_MS = Date.parse("2026-03-01T12:00:00Z");
const NAME = "sb-project-auth-token";

const encoded = (secondsLeft: number): string =>
  `base64-${Buffer.from(
    JSON.stringify({ access_token: "held ü", expires_at: NOW_MS / 1_000 + secondsLeft }),
  ).toString("base64url")}`;

function tokenOf(cookies: string, renewed: string | null = "renewed") {
  let renewals = 0;
  const token = createSessionToken({
    supabaseUrl: "https://project.example.com",
    readCookies: () => cookies,
    nowMs: () => NOW_MS,
    renew: async () => {
      renewals++;
      return await Promise.resolve(renewed);
    },
  });
  return { token, renewals: () => renewals };
}

test("the token of a session in one cookie is read as it is", async () => {
  const { token, renewals } = tokenOf(`theme=dark; ${NAME}=${encoded(3_600)}`);

  expect(await token.read()).toBe("held ü");
  expect(renewals()).toBe(0);
});

test("a session cut into several cookies is put together", async () => {
  const whole = encoded(3_600);
  const { token } = tokenOf(`${NAME}.1=${whole.slice(40)}; ${NAME}.0=${whole.slice(0, 40)}`);

  expect(await token.read()).toBe("held ü");
});

test("a session about to end is renewed once, however many ask", async () => {
  const { token, renewals } = tokenOf(`${NAME}=${encoded(60)}`);

  expect(await Promise.all([token.read(), token.read(), token.read()])).toEqual([
    "renewed",
    "renewed",
    "renewed",
  ]);
  expect(renewals()).toBe(1);
});

test.each(["", "theme=dark", `${NAME}=`, `${NAME}=base64-%%%`, `${NAME}=base64-e30`, `${NAME}=not json`])(
  "nobody is signed in with the cookies %j",
  async (cookies) => {
    expect(await tokenOf(cookies).token.read()).toBe(null);
  },
);
