import { expect, test } from "vitest";
import { AppError, categoryOfHttpStatus, toAppError } from "./app-error.ts";

test.each([
  [400, "INVALID_INPUT"],
  [401, "UNKNOWN"],
  [403, "UNKNOWN"],
  [404, "NOT_FOUND"],
  [408, "TIMEOUT"],
  [410, "NOT_FOUND"],
  [413, "INVALID_INPUT"],
  [415, "INVALID_INPUT"],
  [422, "INVALID_INPUT"],
  [429, "API_ERROR"],
  [500, "API_ERROR"],
  [502, "API_ERROR"],
  [503, "API_ERROR"],
  [504, "TIMEOUT"],
  [599, "API_ERROR"],
])("a service that answers %i means %s", (status, category) => {
  expect(categoryOfHttpStatus(status)).toBe(category);
});

test("an error that has a category keeps it", () => {
  const error = new AppError("NOT_FOUND", "No such file");

  expect(toAppError(error)).toBe(error);
});

test("an error that nobody classified is UNKNOWN and keeps its message and cause", () => {
  const cause = new RangeError("odd");

  expect(toAppError(cause)).toMatchObject({ category: "UNKNOWN", message: "odd", cause });
});
