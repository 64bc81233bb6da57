import { AppError, categoryOfHttpStatus, ERROR_CATEGORIES } from "@spool/contracts/app-error";
import { renderErrorSchema } from "@spool/contracts/render-api";
import { diskFullError } from "@spool/media/disk-space";
import { mediaError } from "@spool/media/media-error";
import { expect, test } from "vitest";
import { stopError } from "../renders/render-failure.ts";
import { errorAnswer } from "./error-answer.ts";

test.each(["TIMEOUT", "API_ERROR", "INVALID_INPUT", "NOT_FOUND"] as const)(
  "%s is answered with a status that reads as the same category",
  (category) => {
    expect(categoryOfHttpStatus(errorAnswer(new AppError(category, "why")).body.status)).toBe(category);
  },
);

test("every category has an answer in the form of the contract", () => {
  for (const category of ERROR_CATEGORIES) {
    expect(renderErrorSchema.parse(errorAnswer(new AppError(category, "why")).body).message).toBe("why");
  }
});

test.each([
  [stopError("replaced"), 409, "replaced"],
  [stopError("cancelled"), 409, "cancelled"],
  [stopError("stopping"), 503, "stopping"],
  [stopError("busy"), 503, "busy"],
  [diskFullError("/tmp/x"), 507, "disk_full"],
  [mediaError("missing_binary", "UNKNOWN", "no ffmpeg"), 503, "ffmpeg_missing"],
  [mediaError("refused", "UNKNOWN", "exit code 1"), 500, "internal"],
  [new AppError("UNKNOWN", "key", { context: { service: "storage", status: 403 } }), 403, "storage_refused"],
  [new TypeError("a bug"), 500, "internal"],
])("%s", (error, status, word) => {
  expect(errorAnswer(error).body).toMatchObject({ status, error: word });
});

test("when another try makes sense is passed on", () => {
  expect(errorAnswer(stopError("busy")).retryAfterSeconds).toBe(15);
  expect(errorAnswer(new AppError("API_ERROR", "x", { retryAfterSeconds: 7 })).retryAfterSeconds).toBe(7);
});
