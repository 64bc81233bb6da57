import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { encodeBroadcast, encodeMessage } from "./encode-frames.ts";
import { decodeBinary, decodeText, FrameError } from "./frames.ts";

const ROOM = { joinRef: null, topic: "realtime:room" };

function push(
  fields: { joinRef?: string; ref?: string; topic?: string; event?: string; meta?: string },
  encoding: number,
  body: Buffer,
) {
  const { joinRef = "1", ref = "2", topic = "realtime:room", event = "moved", meta = "" } = fields;
  const parts = [joinRef, ref, topic, event, meta].map((part) => Buffer.from(part));
  return Buffer.concat([Buffer.from([3, ...parts.map((part) => part.length), encoding]), ...parts, body]);
}

test("a message of either dialect comes out the same", () => {
  const object = {
    join_ref: "1",
    ref: "2",
    topic: "realtime:room",
    event: "phx_join",
    payload: { config: {} },
  };
  const array = [object.join_ref, object.ref, object.topic, object.event, object.payload];

  expect(decodeText("1.0.0", JSON.stringify(object))).toEqual(decodeText("2.0.0", JSON.stringify(array)));
});

test("a binary push carries JSON and bytes, with names in any script", () => {
  const json = decodeBinary(push({ topic: "realtime:räume", event: "bewegt✓" }, 1, Buffer.from('{"x":1}')));
  const bytes = decodeBinary(push({ joinRef: "", ref: "" }, 0, Buffer.from([0, 255, 3])));

  expect(json).toMatchObject({
    topic: "realtime:räume",
    broadcast: { event: "bewegt✓", body: { text: '{"x":1}' } },
  });
  expect(bytes).toMatchObject({
    joinRef: null,
    ref: null,
    broadcast: { body: { bytes: Buffer.from([0, 255, 3]) } },
  });
});

test.each([
  ["1.0.0", "[]"],
  ["1.0.0", "null"],
  ["1.0.0", '{"topic":1,"event":"x"}'],
  ["1.0.0", '{"topic":"a","event":"x","payload":[]}'],
  ["2.0.0", "{}"],
  ["2.0.0", "[1,2,3]"],
  ["2.0.0", '[{},"1","t","e",{}]'],
  ["2.0.0", '["1","1","t","e",{}'],
  ["2.0.0", ""],
  ["2.0.0", "\u0000"],
] as const)("text that is not of vsn %s is refused: %j", (version, text) => {
  expect(() => decodeText(version, text)).toThrow(FrameError);
});

test.each([
  ["empty", Buffer.alloc(0)],
  ["cut in the header", Buffer.from([3, 1, 1])],
  ["lengths beyond the end", Buffer.from([3, 255, 255, 255, 255, 255, 1, 65])],
  ["another kind", Buffer.from([4, 0, 0, 0, 0, 0, 0, 0])],
  ["JSON that is not", push({}, 1, Buffer.from('{"a":1} x'))],
  ["JSON cut off", push({}, 1, Buffer.from('{"a":'))],
  ["no UTF-8", push({}, 1, Buffer.from([34, 255, 34]))],
  ["metadata that is not JSON", push({ meta: "{" }, 1, Buffer.from("{}"))],
])("a binary frame is refused: %s", (_what, bytes) => {
  expect(() => decodeBinary(bytes)).toThrow(FrameError);
});

test("no rubbish does anything but be refused", () => {
  for (let round = 0; round < 20_000; round++) {
    const bytes = randomBytes(round % 64);
    if (round % 2 === 0 && bytes.length > 0) bytes[0] = 3;
    try {
      decodeBinary(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(FrameError);
    }
    try {
      decodeText(round % 3 === 0 ? "1.0.0" : "2.0.0", bytes.toString());
    } catch (error) {
      expect(error).toBeInstanceOf(FrameError);
    }
  }
});

test("a broadcast keeps its JSON text exactly, numbers beyond a double included", () => {
  const broadcast = {
    event: "big",
    body: { encoding: "json" as const, text: '{"n": 12345678901234567890}' },
    meta: { id: "7" },
    isBinaryFrame: true,
  };
  const binary = encodeBroadcast("2.0.0", ROOM, broadcast);
  const text = encodeBroadcast("1.0.0", ROOM, broadcast);

  expect(binary?.data[0]).toBe(4);
  expect(binary?.data.toString()).toContain('{"n": 12345678901234567890}');
  expect(text?.data.toString()).toBe(
    '{"topic":"realtime:room","event":"broadcast","payload":{"type":"broadcast","event":"big","payload":{"n": 12345678901234567890},"meta":{"id":"7"}},"ref":null,"join_ref":null}',
  );
});

test("what a dialect cannot carry is not sent in it, and long names travel as text", () => {
  const bytes = {
    event: "raw",
    body: { encoding: "binary" as const, bytes: Buffer.from([1]) },
    isBinaryFrame: true,
  };
  const long = {
    event: "e".repeat(300),
    body: { encoding: "json" as const, text: "{}" },
    isBinaryFrame: true,
  };

  expect(encodeBroadcast("1.0.0", ROOM, bytes)).toBeNull();
  expect(encodeBroadcast("2.0.0", ROOM, { ...bytes, event: "e".repeat(300) })).toBeNull();
  expect(encodeBroadcast("2.0.0", ROOM, long)?.isBinary).toBe(false);
  expect(encodeMessage("2.0.0", { joinRef: "1", ref: 2, topic: "t", event: "e" }, "{}").data.toString()).toBe(
    '["1",2,"t","e",{}]',
  );
});
