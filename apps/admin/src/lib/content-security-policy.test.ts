import { expect, test } from "vitest";
import { contentSecurityPolicy } from "./content-security-policy.ts";

test.each([
  ["http://127.0.0.1:54321", "http://127.0.0.1:54321 ws://127.0.0.1:54321"],
  ["https://abc.example.org/", "https://abc.example.org wss://abc.example.org"],
])("a console of %s talks to that API only, by HTTP and by socket", (supabaseUrl, sources) => {
  expect(contentSecurityPolicy(supabaseUrl, "n")).toContain(`connect-src 'self' ${sources};`);
});

test("nobody may frame the console, and only scripts with the nonce run", () => {
  const policy = contentSecurityPolicy("http://127.0.0.1:54321", "abc");

  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
});
