import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "./gateway.test-support.ts";
import { RateLimit } from "./limits.ts";
import { openRawClient } from "./raw-client.test-support.ts";

let gateway: TestGateway;
beforeAll(async () => {
  // A minute's worth of each: 60 messages, 12 joins.
  gateway = await startTestGateway({
    connections: 2,
    channelsPerConnection: 5,
    joinsPerSecond: 0.2,
    messagesPerSecond: 1,
    payloadBytes: 1_000,
  });
});
afterAll(() => gateway.stop());

const connect = () => openRawClient(gateway.apiUrl, gateway.publishableKey);
const say = (text: string) => ({ type: "broadcast", event: "e", payload: { text } });

test("a burst of a minute's worth passes, and time earns more", async () => {
  const limit = new RateLimit(50);

  expect(limit.take(3_000)).toBe(true);
  expect(limit.take(100)).toBe(false);
  await expect.poll(() => limit.take(1)).toBe(true);
});

test("too large a broadcast is not sent, and said so to whoever asked to be told", async () => {
  const raw = await connect();
  await raw.join("realtime:a", { broadcast: { ack: true, self: true } });

  raw.send(["1", "2", "realtime:a", "broadcast", say("x".repeat(1_000))]);
  raw.send(["1", "3", "realtime:a", "broadcast", say("small")]);

  await expect.poll(() => raw.messages.slice(-3).map(([, ref, , , payload]) => [ref, payload["status"] ?? payload["event"], payload["response"]])).toEqual([
    ["2", "error", { error: "payload_size_exceeded" }], [null, "e", undefined], ["3", "ok", {}],
  ]); // prettier-ignore
  raw.socket.close();
  await raw.closed;
});

test("a flood ends its channel with hosted's words, a presence beyond the size too", async () => {
  const raw = await connect();
  await raw.join("realtime:flood");
  await raw.join("realtime:big");
  raw.send(["2", "9", "realtime:big", "presence", { event: "track", payload: { text: "x".repeat(1_000) } }]);
  for (let n = 0; n < 61; n++) raw.send(["1", String(n), "realtime:flood", "broadcast", say("")]);

  const notices = () => raw.messages.filter(([, , , event]) => event === "system").map(([, , , , payload]) => payload["message"]); // prettier-ignore
  await expect.poll(notices).toEqual(expect.arrayContaining(["Track message size exceeded", "Too many messages per second"])); // prettier-ignore
  expect(raw.messages.filter(([, , , event]) => event === "phx_close")).toHaveLength(2);
  raw.socket.close();
  await raw.closed;
});

test("over HTTP a flood is 429", async () => {
  const post = async (count: number) => {
    const messages = Array.from({ length: count }, () => ({ topic: "t", event: "e", payload: {} }));
    const response = await fetch(`${gateway.apiUrl}/realtime/v1/api/broadcast`, {
      method: "POST",
      headers: { apikey: gateway.secretKey, "content-type": "application/json" },
      body: JSON.stringify({ messages }),
    });
    return [response.status, await response.text()];
  };

  expect(await post(61)).toEqual([429, '{"message":"Too many messages to broadcast, please reduce the batch size"}']); // prettier-ignore
  expect(await post(60)).toEqual([202, ""]);
});

test("too many channels, joins and people are refused by name, and the first are not bothered", async () => {
  const first = await connect();
  const replies = [];
  for (let n = 0; n < 13; n++) replies.push(await first.join(`realtime:t${n}`));
  const reasons = replies.map((reply) => (reply as { response: { reason?: string } }).response.reason);

  expect(reasons.slice(0, 6)).toEqual([undefined, undefined, undefined, undefined, undefined, "ChannelRateLimitReached: Too many channels"]); // prettier-ignore
  expect(reasons[12]).toBe("ClientJoinRateLimitReached: Too many joins per second");
  expect(await first.closed).toBe(1008);

  const people = [await connect(), await connect(), await connect()];
  expect(await people[2]?.join("realtime:a")).toMatchObject({
    response: { reason: "ConnectionRateLimitReached: Too many connected users" },
  });
  people.forEach(({ socket }) => socket.close());
});
