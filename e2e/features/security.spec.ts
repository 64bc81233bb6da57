import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "../support/fixtures.ts";
import { sendSignInForm } from "../support/sign-in-form.ts";

/** A site of somebody else's, with one page. */
async function openStrangersSite(html: string): Promise<{ url: string; close: () => void }> {
  const server = createServer((_request, response) => {
    response.setHeader("Content-Type", "text/html");
    response.end(html);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server has no other kind of address
  // Another host than the console's, so that it is another site as well.
  return { url: `http://localhost:${port}`, close: () => void server.close() };
}

test("every page, also those that are not there, comes with headers that close it", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  const expectClosed = async (path: string) => {
    const response = await page.request.get(`${platform.consoleUrl}${path}`, { maxRedirects: 0 });
    const headers = response.headers();
    const policy = headers["content-security-policy"] ?? "";
    expect.soft(headers, path).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      "x-frame-options": "DENY",
      "cross-origin-opener-policy": "same-origin",
    });
    expect.soft(headers["cache-control"], path).toContain("no-store");
    expect.soft(headers["x-powered-by"], path).toBeUndefined();
    for (const directive of [
      "default-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ])
      // prettier-ignore
      expect.soft(policy, path).toContain(directive);
    expect.soft(policy, path).toMatch(/script-src 'self' 'nonce-[0-9a-f-]{36}' 'strict-dynamic'/);
    expect.soft(policy, path).not.toMatch(/script-src[^;]*unsafe/);
    return policy;
  };
  await expectClosed("/sign-in");
  await expectClosed("/jobs");
  await signIn(page, await createPerson("operator"));
  for (const path of ["/", "/jobs", "/settings", "/no-such-page"]) await expectClosed(path);
  expect(await expectClosed("/jobs")).not.toBe(await expectClosed("/jobs"));
});

test("a page that somebody brings markup into runs none of it", async ({ page, createPerson, signIn }) => {
  await signIn(page, await createPerson("viewer"));

  const ran = await page.evaluate(async () => {
    const heard = new Set<string>();
    document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) =>
      heard.add(effectiveDirective),
    );
    document.body.insertAdjacentHTML(
      "beforeend",
      `<img src="data:," onerror="window.ran = 'handler'">
       <iframe src="https://elsewhere.example/"></iframe>
       <iframe srcdoc="<script>parent.ran = 'frame'</script>"></iframe>
       <a id="stranger" href="javascript:window.ran = 'address'">Click</a>`,
    );
    document.getElementById("stranger")?.click();
    const wanted = ["frame-src", "script-src-attr", "script-src-elem"];
    for (let looks = 0; looks < 200 && !wanted.every((name) => heard.has(name)); looks += 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return { refused: wanted.filter((name) => heard.has(name)), ran: Reflect.get(window, "ran") as unknown };
  });

  expect(ran).toEqual({ refused: ["frame-src", "script-src-attr", "script-src-elem"], ran: undefined });
});

test("a stranger's page can neither frame the console nor read or submit anything in its reader's name", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  await signIn(page, await createPerson("operator"));
  const site = await openStrangersSite(`<iframe src="${platform.consoleUrl}/jobs"></iframe>`);
  await page.goto(site.url);
  const framed = page.frames().find((frame) => frame !== page.mainFrame());
  await expect.poll(() => framed?.url()).toMatch(/^chrome-error:/);

  const answers = await page.evaluate(
    async ({ consoleUrl, apiUrl, publishableKey }) => {
      const read = (path: string, init: RequestInit) =>
        fetch(path, { credentials: "include", ...init }).then(
          ({ status }) => status,
          () => "not readable",
        );
      return {
        page: await read(`${consoleUrl}/jobs`, {}),
        action: await read(`${consoleUrl}/sign-in`, {
          method: "POST",
          headers: { "Next-Action": "0".repeat(42), "Content-Type": "text/plain" },
          body: "[]",
        }),
        insert: await read(`${apiUrl}/rest/v1/jobs`, {
          method: "POST",
          headers: { apikey: publishableKey, "Content-Type": "application/json" },
          body: JSON.stringify({ job_type: "doubt", payload: { question: "Forged?" } }),
        }),
      };
    },
    { consoleUrl: platform.consoleUrl, apiUrl: platform.apiUrl, publishableKey: platform.publishableKey },
  );
  expect(answers.page).toBe("not readable");
  expect(answers.action).toBe("not readable");
  expect([401, 403, "not readable"]).toContain(answers.insert);
  site.close();
});

test("a form of a stranger's signs nobody in", async ({ page, createPerson, platform }) => {
  const person = await createPerson("operator");
  await page.goto(`${platform.consoleUrl}/sign-in`);
  // The form as it works without JavaScript, fields of the action's own included.
  const form = await page.locator("form").evaluate((element: HTMLFormElement) => {
    const fields = [...new FormData(element)].map(
      ([name, value]) => [name, typeof value === "string" ? value : ""] as const,
    );
    return Object.fromEntries(fields);
  });
  const response = await page.request.post(`${platform.consoleUrl}/sign-in`, {
    headers: { Origin: "http://elsewhere.example" },
    multipart: { ...form, email: person.email, password: person.password },
    maxRedirects: 0,
  });

  expect(response.ok()).toBe(false);
  const cookies = await page.context().cookies();
  expect(cookies.filter(({ name }) => name.includes("auth-token"))).toEqual([]);
});

for (const next of [
  "//elsewhere.example/",
  "/\t/elsewhere.example/",
  "https://elsewhere.example/",
  "/.//elsewhere.example",
])
  // prettier-ignore
  test(`signing in leads to no other site: ${JSON.stringify(next)}`, async ({
    page,
    createPerson,
    platform,
  }) => {
    const person = await createPerson("viewer");
    await page.goto(`${platform.consoleUrl}/sign-in?next=${encodeURIComponent(next)}`);
    await sendSignInForm(page, person);

    await page.getByRole("navigation").first().waitFor();
    expect(new URL(page.url()).origin).toBe(new URL(platform.consoleUrl).origin);
  });
