import { expect, test } from "vitest";
import type { WireFrame } from "./encode-frames.ts";
import { TopicHub, type Reader } from "./topic-hub.ts";

function reader(version: Reader["version"] = "2.0.0"): Reader & { frames: WireFrame[] } {
  const frames: WireFrame[] = [];
  return { version, frames, wants: () => true, deliver: (frame) => frames.push(frame) };
}
const broadcast = { event: "moved", body: { encoding: "json" as const, text: "{}" }, isBinaryFrame: true };

test("readers of one dialect get the very same bytes", () => {
  const hub = new TopicHub();
  const [first, second, old] = [reader(), reader(), reader("1.0.0")];
  for (const each of [first, second, old]) hub.add({ name: "room", isPrivate: false }, each);

  hub.broadcast({ name: "room", isPrivate: false }, broadcast);

  expect(first.frames[0]).toBe(second.frames[0]);
  expect(old.frames[0]?.isBinary).toBe(false);
});

test("a private topic and a public one of the same name do not mix", () => {
  const hub = new TopicHub();
  const stranger = reader();
  hub.add({ name: "room", isPrivate: false }, stranger);

  hub.broadcast({ name: "room", isPrivate: true }, broadcast);

  expect(stranger.frames).toEqual([]);
});

test("a topic is forgotten with its last reader", () => {
  const hub = new TopicHub();
  const only = reader();
  hub.add({ name: "room", isPrivate: true }, only);

  hub.remove({ name: "room", isPrivate: true }, only);
  hub.remove({ name: "room", isPrivate: true }, only);

  expect(hub.topicCount).toBe(0);
});
