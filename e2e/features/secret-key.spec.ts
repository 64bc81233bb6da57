import { expect, test } from "../support/fixtures.ts";

const PAGES = ["/", "/jobs", "/queues", "/nodes"];

test("the secret key reaches no browser: not in pages, scripts or data, and no request carries it", async ({
  page,
  createPerson,
  signIn,
  platform,
}) => {
  const leaks: string[] = [];
  const looks: Promise<void>[] = [];
  let looked = 0;
  const isLeak = (text: string) => text.includes(platform.secretKey) || /sb_secret_\w/.test(text);
  page.on("request", (request) => {
    if (isLeak(`${request.url()}\n${JSON.stringify(request.headers())}\n${request.postData() ?? ""}`)) {
      leaks.push(`request ${request.url()}`);
    }
  });
  page.on("response", (response) => {
    const look = response.text().then(
      (body) => {
        looked += 1;
        if (isLeak(body) || isLeak(JSON.stringify(response.headers()))) leaks.push(`response ${response.url()}`); // prettier-ignore
      },
      () => undefined, // a redirect has no body
    );
    looks.push(look);
  });

  await signIn(page, await createPerson("admin"));
  for (const path of PAGES) {
    await page.goto(`${platform.consoleUrl}${path}`);
    await page.getByRole("navigation").first().waitFor();
  }
  await Promise.all(looks);

  expect(looked).toBeGreaterThan(20);
  expect(leaks).toEqual([]);
  const stored = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie])); // prettier-ignore
  expect(isLeak(stored)).toBe(false);
});
