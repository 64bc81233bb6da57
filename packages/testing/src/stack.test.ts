import { afterAll, beforeAll, expect, test } from "vitest";
import { readOutsideStack } from "./env.ts";
import { startTestStack, type TestStack } from "./stack.ts";

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack();
});
afterAll(() => stack.stop());

const insert = (body: unknown) =>
  fetch(`${stack.apiUrl}/rest/v1/jobs`, {
    method: "POST",
    headers: {
      apikey: stack.secretKey,
      Authorization: `Bearer ${stack.secretKey}`,
      "Content-Type": "application/json",
      Prefer: "return=representation",
    },
    body: JSON.stringify(body),
  });

test("the insert that users send today is taken, and is pending whatever it says", async () => {
  const response = await insert({
    job_type: "doubt",
    priority: "high",
    status: "queued",
    payload: { question: "Test question" },
  });

  expect(response.status).toBe(201);
  expect(await response.json()).toMatchObject([
    { status: "pending", queue: "default", title: "Test question" },
  ]);
});

test("a payload that its type does not accept is answered with 400 and the name of the field", async () => {
  const response = await insert({ job_type: "doubt", payload: {} });

  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ code: "PT400", message: "payload.question is required" });
});

test.skipIf(readOutsideStack())("a stack over a second database knows nothing of the first", async () => {
  const other = await startTestStack();
  try {
    const response = await fetch(`${other.apiUrl}/rest/v1/jobs?select=id`, {
      headers: { apikey: other.secretKey },
    });

    expect(await response.json()).toEqual([]);
  } finally {
    await other.stop();
  }
});

test("half an outside stack is refused by the variable that is missing", () => {
  expect(readOutsideStack({})).toBeNull();
  expect(() => readOutsideStack({ SUPABASE_DB_URL: "postgresql://x", SUPABASE_URL: "http://x" })).toThrow(
    "SUPABASE_PUBLISHABLE_KEY is missing",
  );
});
