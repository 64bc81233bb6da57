import { expect, test } from "vitest";
import type { LogLine } from "../adapters/attempts.ts";
import { createLogBuffer } from "./log-buffer.ts";

const line = (message: string): LogLine => ({
  level: "info",
  stage: null,
  message,
  fields: {},
  logged_at: "2026-11-22T10:00:00.000Z",
});

test("lines come out in order and stay until they are written", () => {
  const buffer = createLogBuffer();
  buffer.add(line("first"));
  buffer.add(line("second"));

  const batch = buffer.peek();
  buffer.add(line("third"));

  expect(batch.map(({ message }) => message)).toEqual(["first", "second"]);
  expect(buffer.peek()).toHaveLength(3);
  buffer.drop(batch);
  expect(buffer.peek().map(({ message }) => message)).toEqual(["third"]);
});

test("a full buffer gives up the oldest lines and says how many", () => {
  const buffer = createLogBuffer();
  for (let index = 0; index < 2_010; index += 1) buffer.add(line(String(index)));

  const [notice, oldest] = buffer.peek();

  expect(notice).toMatchObject({ level: "warn", fields: { leftOutCount: 10 } });
  expect(oldest?.message).toBe("10");
});

test("a batch and a message have a ceiling", () => {
  const buffer = createLogBuffer();
  for (let index = 0; index < 600; index += 1) buffer.add(line("x".repeat(5_000)));

  expect(buffer.peek()).toHaveLength(500);
  expect(buffer.peek()[0]?.message).toHaveLength(4_000);
});
