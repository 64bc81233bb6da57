import { expect, test } from "vitest";
import { createSendingSpeed } from "./sending-speed.ts";

test("a speed is that of the last seconds, and none while too little is known", () => {
  let atMs = 0;
  const speed = createSendingSpeed(() => atMs);
  const noteAt = (ms: number, sentBytes: number) => {
    atMs = ms;
    return speed.note(sentBytes);
  };

  expect(noteAt(0, 0)).toBeNull();
  expect(noteAt(100, 500)).toBeNull();
  expect(noteAt(1_000, 2_000)).toBe(2_000);
  expect(noteAt(5_500, 2_000)).toBeNull();
  expect(noteAt(6_500, 5_000)).toBe(3_000);
  speed.forget();
  expect(noteAt(6_600, 9_000)).toBeNull();
});
