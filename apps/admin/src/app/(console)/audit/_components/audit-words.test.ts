import { expect, test } from "vitest";
import { actionWords, detailParts } from "./audit-words.ts";

test("actions are read as words", () => {
  expect(actionWords("api_key.created")).toBe("api key created");
});

test.each([
  ["a change", { is_paused: { from: false, to: true } }, [{ name: "is paused", from: "no", to: "yes" }]],
  [
    "a change to nothing",
    { paused_reason: { from: "Repair", to: null } },
    [{ name: "paused reason", from: "Repair", to: "nothing" }],
  ],
  ["a change from nothing", { role: { from: null, to: "admin" } }, [{ name: "role", to: "admin" }]],
  ["an insert", { name: "CI", expires_at: null }, [{ name: "name", to: "CI" }]],
  [
    "a move of a job",
    { from_status: "queued", to_status: "cancelled" },
    [{ name: "status", from: "queued", to: "cancelled" }],
  ],
  ["a job that came", { from_status: null, to_status: "pending" }, [{ name: "status", to: "pending" }]],
  ["a reorder", { from: 3, to: 1.5, from_status: "queued", to_status: "queued" }, [{ name: "from", to: "3" }, { name: "to", to: "1.5" }]], // prettier-ignore
  ["markup", { reason: "<b>no</b>" }, [{ name: "reason", to: "<b>no</b>" }]],
  ["a list", [1], []],
])("the detail of %s is read part by part", (_case, detail, parts) => {
  expect(detailParts(detail)).toEqual(parts);
});

test("moments are read in the reader's zone", () => {
  const [part] = detailParts({ paused_until: { from: null, to: "2026-01-31T10:00:00.123+00:00" } });
  expect(part?.to).toBe(
    new Date("2026-01-31T10:00:00.123Z").toLocaleString(undefined, {
      dateStyle: "medium",
      timeStyle: "medium",
    }),
  );
});
