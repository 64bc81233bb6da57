import { afterAll, beforeAll, expect, test } from "vitest";
import { join, openRooms, READER, type Rooms, STRANGER, WRITER } from "./rooms.test-support.ts";

let rooms: Rooms;
beforeAll(async () => {
  rooms = await openRooms();
});
afterAll(() => rooms.stop());

test("writing to a private topic takes the right to insert, over websocket and over HTTP", async () => {
  const reader = await join(await rooms.as(READER), "room:3", { private: true, broadcast: { ack: true } });
  const writer = await join(await rooms.as(WRITER), "room:3", { private: true, broadcast: { ack: true } });

  expect(await reader.channel.send({ type: "broadcast", event: "no", payload: {} })).toBe("error");
  expect(await writer.channel.send({ type: "broadcast", event: "yes", payload: {} })).toBe("ok");
  await expect(
    (await rooms.as(STRANGER)).channel("room:3", { config: { private: true } }).httpSend("no", {}),
  ).rejects.toThrow("Unauthorized");
  expect(
    await (
      await rooms.as(WRITER)
    )
      .channel("room:3", { config: { private: true } })
      .httpSend("by-http", { n: 1 }),
  ).toEqual({ success: true });
  await expect.poll(() => reader.events.map(({ event }) => event)).toEqual(["yes", "by-http"]);
});

test("a batch over HTTP is taken with 202 and only what its sender may send goes on", async () => {
  const { events } = await join(await rooms.as(READER), "room:4");
  const open = await join(await rooms.as(), "lobby", {});
  const post = async (body: unknown, key?: string, token?: string) => {
    const headers = {
      "content-type": "application/json",
      ...(key ? { apikey: key } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    return (
      await fetch(`${rooms.gateway.apiUrl}/realtime/v1/api/broadcast`, {
        method: "POST",
        headers,
        body: JSON.stringify(body),
      })
    ).status;
  };
  const batch = { messages: [{ topic: "room:4", event: "e", payload: { n: 1 }, private: true }, { topic: "lobby", event: "e", payload: { n: 2 } }] }; // prettier-ignore

  expect(await post(batch, rooms.gateway.publishableKey, await rooms.gateway.tokenFor(STRANGER))).toBe(202);
  await expect.poll(() => open.events.length).toBe(1);
  expect(events).toEqual([]);
  expect(await post(batch, rooms.gateway.secretKey)).toBe(202);
  await expect.poll(() => events.length).toBe(1);
  expect(await post(batch)).toBe(401);
  expect(await post(batch, "sb_secret_wrong")).toBe(401);
  for (const wrong of [{}, { messages: 1 }, { messages: [{ topic: "x" }] }, null])
    expect(await post(wrong, rooms.gateway.secretKey)).toBe(422);
});

test("what is posted wrongly is answered by field, as hosted does", async () => {
  const post = async (path: string, body: string | Buffer, type = "application/json") => {
    const response = await fetch(`${rooms.gateway.apiUrl}/realtime/v1/api/broadcast${path}`, {
      method: "POST", body, headers: { apikey: rooms.gateway.secretKey, "content-type": type },
    }); // prettier-ignore
    const text = await response.text();
    return [response.status, text.startsWith("{") ? (JSON.parse(text) as unknown) : text];
  };
  const deep = `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`;
  const large = JSON.stringify({ a: "x".repeat(3_100_000) });

  expect(await post("", "{}")).toEqual([422, { errors: { messages: ["can't be blank"] } }]);
  expect(await post("", '{"messages": 1}')).toEqual([422, { errors: { messages: ["is invalid"] } }]);
  expect(await post("", '{"messages": [{"topic": "a", "event": "e", "payload": {}}, {"event": 1, "payload": []}]}')).toEqual(
    [422, { errors: { messages: [{}, { topic: ["can't be blank"], event: ["is invalid"], payload: ["is invalid"] }] } }],
  ); // prettier-ignore
  expect(await post("", `{"messages": [{"topic": "a", "event": "e", "payload": ${large}}]}`)).toEqual(
    [422, { errors: { messages: [{ payload: ["Payload size exceeds tenant limit"] }] } }],
  ); // prettier-ignore
  expect((await post("", `{"messages": [{"topic": "a", "event": "e", "payload": ${deep}}]}`))[0]).toBe(422);
  expect(await post("/a/events/e", large)).toEqual([422, { errors: { payload: ["Payload size exceeds tenant limit"] } }]); // prettier-ignore
  expect((await post("/a/events/e", "{", "application/json"))[0]).toBe(422);
  expect((await post("/a/events/e", "x", "text/plain"))[0]).toBe(415);
  expect((await post("/a/events/e?persist=true", "{}"))[0]).toBe(501);
  expect(await post("/a/events/e", Buffer.from([1, 2]), "application/octet-stream")).toEqual([202, ""]);
  expect((await post("", "x".repeat(6_000_000)))[0]).toBe(413);
});
