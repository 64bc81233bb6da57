import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FILMS_SQL, startTestStack, type TestStack } from "../../stack.test-support.ts";
import { testInside } from "../../outside.test-support.ts";
import type { Case } from "./case.ts";
import { EMBED_CASES } from "./embed.cases.ts";
import { READ_CASES } from "./read.cases.ts";
import { RPC_CASES } from "./rpc.cases.ts";
import { WRITE_CASES } from "./write.cases.ts";

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack(FILMS_SQL);
});
afterAll(() => stack.stop());

const testOutside = testInside("what the local stack leaves out is answered there");
const AREAS = { read: READ_CASES, embed: EMBED_CASES, write: WRITE_CASES, rpc: RPC_CASES };

describe.each(Object.entries(AREAS))("%s", (_area, cases) => {
  const named = (those: readonly Case[]) => those.map((one) => [one.guarantee, one] as const);
  test.each(named(cases.filter(({ status }) => status !== 501)))("%s", expectExchange);
  const leftOut = cases.filter(({ status }) => status === 501);
  if (leftOut.length > 0) testOutside.each(named(leftOut))("%s", expectExchange);
});

async function expectExchange(_guarantee: string, one: Case): Promise<void> {
  const response = await send(one.request);

  const text = await response.text();
  expect([response.status, text]).toEqual([one.status, text]);
  if (one.body === "") expect(text).toBe("");
  else if (one.status >= 300 && one.body !== undefined)
    expect(JSON.parse(text)).toMatchObject(one.body as object);
  else if (one.body !== undefined) expect(JSON.parse(text)).toEqual(one.body);
  for (const [name, value] of Object.entries(one.headers ?? {}))
    expect([name, response.headers.get(name)]).toEqual([name, value]);
}

function send(request: Case["request"]): Promise<Response> {
  const [head = "", body] = request.split(/\n\n(.*)/s);
  const [line = "", ...headers] = head.split("\n");
  const [, method = "", path = ""] = /^(\S+) (.*)$/.exec(line) ?? [];
  return stack.fetch(`/rest/v1/${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...Object.fromEntries(headers.map((header) => header.split(/: (.*)/s).slice(0, 2) as [string, string])),
    },
    ...(body === undefined ? {} : { body }),
  });
}
