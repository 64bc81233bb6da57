import { expect, test } from "vitest";
import { draftOf, payloadFields, payloadOf } from "./payload-draft.ts";

const flat = {
  payload_schema: {
    type: "object",
    properties: {
      duration_seconds: { type: "number", minimum: 0 },
      site: { type: "string" },
      is_quick: { type: "boolean" },
    },
    required: ["site"],
  },
};
const deep = { payload_schema: { anyOf: [{ type: "object", properties: {}, required: [] }] } };

test("a flat payload is asked for field by field", () => {
  expect(payloadFields(flat)?.map(({ label, isRequired }) => [label, isRequired])).toEqual([
    ["Duration in seconds", false],
    ["Site", true],
    ["Is quick", false],
  ]);
  expect(payloadFields(deep)).toBeNull();
});

test("what is empty is not sent, and what is no number goes as it was typed", () => {
  expect(
    payloadOf(flat, { typed: { duration_seconds: " 2 ", site: "", is_quick: "true" }, json: "" }),
  ).toEqual({
    duration_seconds: 2,
    is_quick: true,
  });
  expect(payloadOf(flat, { typed: { duration_seconds: "soon" }, json: "" })).toEqual({
    duration_seconds: "soon",
  });
});

test("a draft of a payload stands for that payload", () => {
  const payload = { duration_seconds: 2, site: "springfield" };
  expect(payloadOf(flat, draftOf(payload))).toEqual(payload);
  expect(payloadOf(deep, draftOf({ points: ["a"] }))).toEqual({ points: ["a"] });
});

test("what is no JSON is refused in words", () => {
  expect(() => payloadOf(deep, { typed: {}, json: "{" })).toThrow("This is not JSON");
});
