import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect } from "vitest";
import { pruneMessages } from "./prune-messages.ts";
import { join, openRooms, READER, type Rooms } from "./rooms.test-support.ts";
import { testInside } from "../outside.test-support.ts";

const testLoad = testInside("it floods, and a hosted project has limits of its own");
const testDatabase = testInside("it stops Postgres, or works as its superuser");

let rooms: Rooms;
beforeAll(async () => {
  rooms = await openRooms();
});
afterAll(() => rooms.stop());

const broadcastCount = (texts: readonly string[]) =>
  texts.filter((text) => text.includes('"broadcast"')).length;

testLoad("rubbish, cut and oversized frames end their own connection and nobody else's", async () => {
  const other = await join(await rooms.as(), "steady", { broadcast: { self: true } });
  const frames: (string | Buffer)[] = [
    "rubbish", "{}", "[]", '["1","1",5,"x",{}]', Buffer.alloc(0), Buffer.from([3, 255]), randomBytes(1_000), "\ud800",
  ]; // prettier-ignore

  for (const frame of frames) {
    const raw = await rooms.publishable();
    raw.socket.send(frame);
    expect(await raw.closed).toBe(1007);
  }
  const oversized = await rooms.publishable();
  oversized.socket.on("error", () => undefined);
  oversized.socket.send(Buffer.alloc(6_000_000));
  expect([1009, 1006]).toContain(await oversized.closed);

  await other.channel.send({ type: "broadcast", event: "still", payload: { here: true } });
  await expect.poll(() => other.events.length).toBe(1);
});

testLoad(
  "joins beyond a hundred topics are refused, ten thousand of them too, and the connection lives",
  async () => {
    const raw = await rooms.publishable();
    const replies = [];
    for (let batch = 0; batch < 20; batch++) {
      replies.push(
        ...(await Promise.all(
          Array.from({ length: 500 }, (_, n) => raw.join(`realtime:many:${batch}:${n}`)),
        )),
      );
    }

    expect(replies.filter((reply) => (reply as { status: string }).status === "ok")).toHaveLength(100);
    expect(replies.at(-1)).toEqual({
      status: "error",
      response: { reason: "ChannelRateLimitReached: Too many channels" },
    });
    raw.socket.close();
  },
);

testLoad(
  "ten thousand joins sent without waiting for an answer are all answered, private ones too",
  async () => {
    const raw = await rooms.publishable();

    for (let n = 0; n < 10_000; n++) {
      raw.socket.send(`["${n}","${n}","realtime:${n}","phx_join",{"config":{"private":${n % 100 === 0}}}]`);
    }

    await expect
      .poll(() => raw.messages.filter(([, , , event]) => event === "phx_reply").length, { timeout: 40_000 })
      .toBe(10_000);
    expect(raw.socket.readyState).toBe(raw.socket.OPEN);
    raw.socket.close();
  },
);

testLoad("two hundred readers each get every one of a hundred changes", async () => {
  const token = await rooms.gateway.tokenFor(READER);
  const readers = await Promise.all(Array.from({ length: 200 }, () => rooms.publishable()));
  await Promise.all(readers.map((raw) => raw.join("realtime:room:crowd", { private: true }, token)));

  for (let n = 0; n < 100; n++) await rooms.send("room:crowd", { n });

  await expect
    .poll(() => readers.reduce((sum, raw) => sum + broadcastCount(raw.texts), 0), { timeout: 20_000 })
    .toBe(20_000);
  readers.forEach((raw) => raw.socket.terminate());
});

testLoad("a reader that does not read is cut off, and the others lose nothing", async () => {
  const slow = await rooms.publishable();
  const quick = await rooms.publishable();
  for (const raw of [slow, quick]) await raw.join("realtime:flood");
  slow.socket.pause();
  const body = JSON.stringify({
    messages: [{ topic: "flood", event: "e", payload: { fill: "x".repeat(1_000_000) } }],
  });
  const headers = { apikey: rooms.gateway.secretKey, "content-type": "application/json" };

  for (let n = 0; n < 60; n++)
    await fetch(`${rooms.gateway.apiUrl}/realtime/v1/api/broadcast`, { method: "POST", headers, body });

  await expect.poll(() => broadcastCount(quick.texts), { timeout: 20_000 }).toBe(60);
  slow.socket.resume();
  expect(await slow.closed).toBe(1013);
  expect(broadcastCount(slow.texts)).toBeLessThan(60);
  quick.socket.close();
});

testDatabase(
  "when the database goes away and comes back, clients join again by themselves and hear what follows",
  async () => {
    const { events, statuses } = await join(await rooms.as(READER), "room:8");
    await rooms.send("room:8", { n: 1 });
    await expect.poll(() => events.length).toBe(1);

    await rooms.gateway.own.stopDatabase();
    await rooms.gateway.own.startDatabase();

    await expect
      .poll(() => statuses.filter((status) => status === "SUBSCRIBED").length, { timeout: 30_000 })
      .toBe(2);
    await rooms.send("room:8", { n: 2 });
    await expect.poll(() => events.map(({ payload }) => payload["n"])).toEqual([1, 2]);
  },
);

testDatabase(
  "messages older than three days are pruned, younger ones stay, and no slot is left behind",
  async () => {
    await rooms.gateway.own.adminDb.query("delete from realtime.messages");
    await rooms.gateway.own.adminDb.query(`insert into realtime.messages (topic, extension, inserted_at)
    select 'old', 'broadcast', localtimestamp - interval '73 hours' from generate_series(1, 25000)
    union all select 'young', 'broadcast', localtimestamp - interval '71 hours'`);

    expect(await pruneMessages(rooms.gateway.own.adminDb)).toBe(25_000);
    expect(
      (await rooms.gateway.own.adminDb.query("select distinct topic from realtime.messages")).rows,
    ).toEqual([{ topic: "young" }]);
    const { rows } = await rooms.gateway.own.adminDb.query("select temporary from pg_replication_slots");
    expect(rows).toEqual([{ temporary: true }]);
  },
);
