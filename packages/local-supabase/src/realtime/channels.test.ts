import { createClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { join, type Joined, openRooms, READER, type Rooms, STRANGER } from "./rooms.test-support.ts";

let rooms: Rooms;
beforeAll(async () => {
  rooms = await openRooms();
});
afterAll(() => rooms.stop());

test("a private channel hears what a committed transaction sent, in order, and nothing of one that rolled back", async () => {
  const { events, statuses } = await join(await rooms.as(READER), "room:1");
  expect(statuses).toEqual(["SUBSCRIBED"]);
  const connection = await rooms.gateway.db.connect();
  await connection.query("begin");
  await connection.query(`select realtime.send('{"n": 0}', 'lost', 'room:1', true)`);
  await connection.query("rollback");
  await connection.query("begin");
  for (const n of [1, 2, 3])
    await connection.query("select realtime.send($1, 'kept', 'room:1', true)", [
      { n, big: "x".repeat(10_000) },
    ]);
  expect(events).toEqual([]);
  await connection.query("commit");
  connection.release();

  await expect.poll(() => events.length).toBe(3);
  expect(events.map(({ event, payload }) => [event, payload["n"]])).toEqual([["kept", 1], ["kept", 2], ["kept", 3]]); // prettier-ignore
  expect(events[0]?.meta?.id).toMatch(/^[0-9a-f-]{36}$/);
});

test("a number beyond a double reaches the reader as the database wrote it", async () => {
  const raw = await rooms.publishable();
  await raw.join("realtime:room:numbers", { private: true }, await rooms.gateway.tokenFor(READER));

  await rooms.gateway.db.query(
    `select realtime.send('{"revision": 12345678901234567890}', 'e', 'room:numbers', true)`,
  );

  await expect.poll(() => raw.texts.at(-1)).toContain("12345678901234567890");
  raw.socket.close();
});

test("a stranger, and somebody signed out, are refused; a public channel of that name hears nothing private", async () => {
  const stranger = await join(await rooms.as(STRANGER), "room:2");
  const signedOut = await join(await rooms.as(), "room:2");
  const elsewhere = await join(await rooms.as(READER), "other:2");
  const listener = await join(await rooms.as(STRANGER), "room:2", { private: false });
  const member = await join(await rooms.as(READER), "room:2");

  for (const refused of [stranger, signedOut, elsewhere]) {
    expect(refused.statuses[0]).toBe("CHANNEL_ERROR");
    expect(refused.error()?.message).toContain("You do not have permissions to read from this Channel topic");
  }
  await rooms.send("room:2", { a: 1 });
  await expect.poll(() => member.events.length).toBe(1);
  expect(listener.events).toEqual([]);
});

test("clients broadcast to each other, to themselves only when they ask, and are told it arrived", async () => {
  const sender = await join(await rooms.as(), "open", { broadcast: { ack: true } });
  const echoing = await join(await rooms.as(), "open", { broadcast: { self: true } });

  expect(await sender.channel.send({ type: "broadcast", event: "moved", payload: { x: 1, é: "✓" } })).toBe(
    "ok",
  );
  await expect.poll(() => echoing.events.length).toBe(1);
  await echoing.channel.send({ type: "broadcast", event: "moved", payload: { x: 2 } });
  await expect.poll(() => echoing.events.length).toBe(2);

  expect(echoing.events[0]?.payload).toEqual({ x: 1, é: "✓" });
  expect(sender.events.map(({ payload }) => payload)).toEqual([{ x: 2 }]);
});

test("both dialects understand each other, and bytes arrive as bytes", async () => {
  const { realtime: old } = createClient(rooms.gateway.apiUrl, rooms.gateway.publishableKey, {
    realtime: { vsn: "1.0.0" },
  });
  rooms.clients.push(old);
  const first = await join(old, "dialects", {});
  const second = await join(await rooms.as(), "dialects", {});

  await first.channel.send({ type: "broadcast", event: "from-old", payload: { a: 1 } });
  await second.channel.send({ type: "broadcast", event: "from-new", payload: { b: 2 } });
  await expect.poll(() => [first.events.length, second.events.length]).toEqual([1, 1]);
  const third = await join(await rooms.as(), "dialects", {});
  await second.channel.send({
    type: "broadcast",
    event: "bytes",
    payload: new Uint8Array([1, 2, 255]).buffer,
  });

  await expect.poll(() => third.events.length).toBe(1);
  expect(new Uint8Array(third.events[0]?.payload as unknown as ArrayBuffer)).toEqual(
    new Uint8Array([1, 2, 255]),
  ); // what was sent
  expect(first.events.map(({ event }) => event)).toEqual(["from-new"]);
});

test("a join may ask for what was sent before: the last ones, oldest first, marked, and none of them twice", async () => {
  const since = Date.now() - 60_000;
  for (let n = 0; n < 30; n++) await rooms.send("room:past", { n });
  const replay = async (params: object) =>
    join(await rooms.as(READER), "room:past", { private: true, broadcast: { replay: params } });

  const three = await replay({ since, limit: 3 });
  const most = await replay({ since });
  const none = await replay({ since: Date.now() + 60_000 });
  await rooms.send("room:past", { n: 30 });

  const numbers = ({ events }: Joined) => events.map(({ payload }) => payload["n"]);
  await expect.poll(() => numbers(three)).toEqual([27, 28, 29, 30]);
  await expect.poll(() => numbers(most)).toEqual(Array.from({ length: 26 }, (_, n) => n + 5));
  await expect.poll(() => numbers(none)).toEqual([30]);
  expect(three.events.map(({ meta }) => (meta as { replayed?: boolean }).replayed)).toEqual([true, true, true, undefined]); // prettier-ignore
  const raw = await rooms.publishable();
  const config = { private: true, broadcast: { replay: { since: "yesterday" } } };
  expect(await raw.join("realtime:room:past", config, await rooms.gateway.tokenFor(READER))).toMatchObject({
    response: { reason: "UnableToReplayMessages: Replay params are not valid" },
  });
  raw.socket.close();
});

test("clients see who is there, who comes and who goes", async () => {
  const channelOf = async (key: string) => {
    const channel = (await rooms.as()).channel("lobby:presence", { config: { presence: { key } } });
    const synced: object[] = [];
    channel.on("presence", { event: "sync" }, () => synced.push(channel.presenceState()));
    await new Promise((resolve) => channel.subscribe(resolve));
    return { channel, names: () => Object.values(channel.presenceState<{ name: string }>()).flat().map(({ name }) => name).sort() }; // prettier-ignore
  };
  const ana = await channelOf("ana");
  expect(await ana.channel.track({ name: "Ana" })).toBe("ok");
  await expect.poll(ana.names).toEqual(["Ana"]);
  const ben = await channelOf("ben");
  await expect.poll(ben.names).toEqual(["Ana"]);

  expect(await ben.channel.track({ name: "Ben" })).toBe("ok");
  await expect.poll(ana.names).toEqual(["Ana", "Ben"]);
  expect(await ana.channel.track({ name: "Ann" })).toBe("ok");
  await expect.poll(ben.names).toEqual(["Ann", "Ben"]);
  expect(await ana.channel.untrack()).toBe("ok");
  await expect.poll(ben.names).toEqual(["Ben"]);
  await ben.channel.unsubscribe();
  await expect.poll(ana.names).toEqual([]);

  const raw = await rooms.publishable();
  await raw.join("realtime:lobby:presence", { presence: { enabled: false } });
  raw.send([
    "1",
    "2",
    "realtime:lobby:presence",
    "presence",
    { type: "presence", event: "track", payload: [] },
  ]);
  await expect.poll(() => raw.messages.at(-1)?.[4]).toEqual({ status: "error", response: { reason: "Presence track payload must be a map" } }); // prettier-ignore
  raw.socket.close();
});
