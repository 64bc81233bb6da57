import { expect, test } from "vitest";
import { suggest, tokensOf } from "./filter-options.ts";
import { loadJobFilter } from "./job-filter.ts";

const NODE = "00000000-0000-4000-8000-00000000000a";
const WORLD = { nodes: [{ id: NODE, name: "gpu-2" }], projects: [{ id: "p", name: "Only" }] };
const none = loadJobFilter("");
const words = (typed: string) => suggest(typed, none, WORLD).map(({ field, label }) => `${field} ${label}`);

test.each([
  ["fail", ["status failed", "title “fail”"]],
  ["status:pro", ["status processing"]],
  ["gpu", ["node gpu-2", "title “gpu”"]],
  ["TIME", ["category TIMEOUT", "title “TIME”"]],
  ["last 7", ["created last 7 days", "title “last 7”"]],
  ["title: a:b", ["title “a:b”"]],
  ["before:nonsense", []],
  ["<b>", ["title “<b>”"]],
])("%j may mean %j", (typed, meant) => {
  expect(words(typed)).toEqual(meant);
});

test("nothing typed offers everything but what leaves no choice", () => {
  const fields = new Set(suggest("", none, WORLD).map(({ field }) => field));

  expect([...fields]).toEqual(["status", "type", "queue", "priority", "category", "node", "created"]);
});

test("what is in the filter can be taken out again", () => {
  const filter = loadJobFilter(`?status=failed,queued&node=${NODE}&since=24h&text=sky`);
  const tokens = tokensOf(filter, WORLD);

  expect(tokens.map(({ field, label }) => `${field} ${label}`)).toEqual([
    "status queued",
    "status failed",
    "node gpu-2",
    "created last 24 hours",
    "title “sky”",
  ]);
  expect(tokens.map(({ change }) => change)).toEqual([
    { status: ["failed"] },
    { status: ["queued"] },
    { node: [] },
    { since: null },
    { text: null },
  ]);
});

test("a node that is gone can be taken out too", () => {
  const filter = loadJobFilter("?node=00000000-0000-4000-8000-00000000000b");

  expect(tokensOf(filter, WORLD)).toMatchObject([{ field: "node", label: "00000000", change: { node: [] } }]);
});
