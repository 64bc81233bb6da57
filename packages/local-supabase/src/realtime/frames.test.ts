import fc from "fast-check";
import { expect, test } from "vitest";
import { encodeBroadcast, encodeMessage } from "./encode-frames.ts";
import { decodeBinary, decodeText, FrameError, type ClientFrame } from "./frames.ts";

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

/** Whatever comes, the decoder answers or throws a FrameError. Returns what it answered. */
function decodeSafely(decode: () => ClientFrame): ClientFrame | null {
  try {
    return decode();
  } catch (error) {
    expect(error).toBeInstanceOf(FrameError);
    return null;
  }
}

const FUZZ = { interruptAfterTimeLimit: 5_000, numRuns: 20_000 };
const version = fc.constantFrom("1.0.0" as const, "2.0.0" as const);
const field = fc.string({ unit: "binary", maxLength: 40 }).filter((text) => Buffer.byteLength(text) < 256);

test("no bytes do anything but be read or refused", () => {
  const bytes = fc
    .tuple(fc.constantFrom(3, 4, 0, 255), fc.uint8Array({ maxLength: 64 }))
    .map(([kind, rest]) => Buffer.from([kind, ...rest]));
  fc.assert(
    fc.property(bytes, (frame) => void decodeSafely(() => decodeBinary(frame))),
    FUZZ,
  );
});

test("no text does anything but be read or refused, JSON of any shape and text cut anywhere included", () => {
  const message = fc.tuple(fc.jsonValue(), fc.jsonValue(), field, fc.constantFrom("broadcast", "phx_join", "x"), fc.jsonValue()); // prettier-ignore
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.tuple(message.map((parts) => JSON.stringify(parts)), fc.nat()).map(([whole, end]) => whole.slice(0, end)), // prettier-ignore
  );
  fc.assert(
    fc.property(version, text, (dialect, frame) => void decodeSafely(() => decodeText(dialect, frame))),
    FUZZ,
  );
});

test("every push that is put together by the rules is read as it was meant, and cut short it is refused", () => {
  const parts = fc.record({ joinRef: field, ref: field, topic: field, event: field });
  fc.assert(
    fc.property(parts, fc.json(), fc.nat(), (names, json, cut) => {
      const whole = push(names, 1, Buffer.from(json));
      expect(decodeBinary(whole)).toMatchObject({
        topic: names.topic,
        broadcast: { event: names.event, body: { text: json } },
      });
      const headerBytes = whole.length - Buffer.byteLength(json);
      expect(decodeSafely(() => decodeBinary(whole.subarray(0, cut % headerBytes)))).toBeNull();
    }),
    { interruptAfterTimeLimit: 5_000, numRuns: 2_000 },
  );
});

test("JSON nested a million deep ends in a refusal, not in the process", () => {
  const deep = "[".repeat(1_000_000) + "]".repeat(1_000_000);

  const frames = [`[null,"1","t","broadcast",{"event":"e","payload":${deep}}]`, `[null,"1","t","x",${deep}]`];
  for (const frame of frames) expect(decodeSafely(() => decodeText("2.0.0", frame))).toBeNull();
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
