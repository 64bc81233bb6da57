import { afterAll, beforeAll, expect, test } from "vitest";
import { openRawClient, refusedUpgrade } from "./raw-client.test-support.ts";
import { join, openRooms, READER, type Rooms, STRANGER } from "./rooms.test-support.ts";
import { testInside } from "../outside.test-support.ts";

const testClock = testInside("it takes a token of a few seconds");

let rooms: Rooms;
beforeAll(async () => {
  rooms = await openRooms();
});
afterAll(() => rooms.stop());

testClock("a channel ends, and says so, when its token runs out; a fresher token keeps it", async () => {
  const raw = await rooms.publishable();
  const short = await rooms.gateway.own.tokenUntil(READER, 2);
  await raw.join("realtime:room:5", { private: true }, short);
  await raw.join("realtime:room:6", { private: true }, short);
  raw.send([
    "2",
    "9",
    "realtime:room:6",
    "access_token",
    { access_token: await rooms.gateway.tokenFor(READER) },
  ]);

  await expect.poll(() => raw.messages.some(([, , topic, event]) => topic === "realtime:room:5" && event === "phx_close"), { timeout: 5_000 }).toBe(true); // prettier-ignore
  const notice = raw.messages.find(([, , topic, event]) => topic === "realtime:room:5" && event === "system");
  expect(notice?.[4]).toMatchObject({
    status: "error",
    extension: "system",
    channel: "room:5",
    message: expect.stringMatching(/^Token has expired \d+ seconds ago$/) as unknown,
  });
  expect(
    raw.messages.some(([, , topic, event]) => topic === "realtime:room:6" && event === "phx_close"),
  ).toBe(false);
  expect(await raw.join("realtime:room:5", { private: true }, short)).toMatchObject({
    status: "error",
    response: { reason: expect.stringContaining("InvalidJWTToken") as unknown },
  });
  raw.socket.close();
});

test("a new token without the right to read ends the channel", async () => {
  const raw = await rooms.publishable();
  await raw.join("realtime:room:7", { private: true }, await rooms.gateway.tokenFor(READER));

  raw.send([
    "1",
    "9",
    "realtime:room:7",
    "access_token",
    { access_token: await rooms.gateway.tokenFor(STRANGER) },
  ]);

  await expect.poll(() => raw.messages.at(-1)?.[3]).toBe("phx_close");
  expect(raw.messages.at(-2)?.[4]).toMatchObject({
    message: "You no longer have permission to read from this Channel topic: room:7",
  });
  raw.socket.close();
});

test("the protocol's small print: heartbeat, unknown topics, joining twice, leaving, refused joins", async () => {
  const raw = await rooms.publishable();
  raw.send([null, "h", "phoenix", "heartbeat", {}]);
  raw.send([null, "u", "realtime:nowhere", "broadcast", { type: "broadcast", event: "x", payload: {} }]);
  await expect.poll(() => raw.messages.length).toBe(2);
  expect(raw.messages[0]).toEqual([null, "h", "phoenix", "phx_reply", { status: "ok", response: {} }]);
  expect(raw.messages[1]).toEqual([
    null,
    "u",
    "realtime:nowhere",
    "phx_reply",
    { status: "error", response: { reason: "unmatched topic" } },
  ]);

  expect(await raw.join("realtime:a")).toEqual({ status: "ok", response: { postgres_changes: [] } });
  await expect.poll(() => raw.messages.at(-1)).toEqual(["1", null, "realtime:a", "presence_state", {}]);
  await raw.join("realtime:a", { presence: { enabled: false } });
  expect(raw.messages.filter(([, , , event]) => event === "phx_close")).toHaveLength(1);
  raw.send([null, "n", "realtime:nowhere", "phx_leave", {}]);
  await expect
    .poll(() => raw.messages.at(-1))
    .toEqual([null, "n", "realtime:nowhere", "phx_reply", { status: "ok", response: {} }]);
  raw.send(["2", "l", "realtime:a", "phx_leave", {}]);
  await expect
    .poll(() => raw.messages.slice(-2).map(([, , , event]) => event))
    .toEqual(["phx_reply", "phx_close"]);

  const refusals = [
    ["realtime:", {}, "TopicNameRequired"], ["room:1", {}, "unmatched topic"], ["realtime:x\u0000y", {}, "unmatched topic"],
    ["realtime:b", { private: "yes" }, "InvalidJoinPayload"], ["realtime:b", { postgres_changes: {} }, "InvalidJoinPayload"],
    ["realtime:b", { broadcast: { replay: { since: 0 } } }, "UnableToReplayMessages: Replay is not allowed for public channels"],
    ["realtime:room:1", { private: true }, "Unauthorized: You do not have permissions to read from this Channel topic: room:1"],
  ] as const; // prettier-ignore
  for (const [topic, config, reason] of refusals) {
    expect(await raw.join(topic, config)).toMatchObject({
      status: "error",
      response: { reason: expect.stringContaining(reason) as unknown },
    });
  }
  expect(await raw.join("realtime:b", {}, "rubbish")).toMatchObject({
    response: { reason: expect.stringContaining("MalformedJWT") as unknown },
  });
  const forged = `${(await rooms.gateway.tokenFor(READER)).slice(0, -8)}AAAAAAAA`;
  expect(await raw.join("realtime:b", {}, forged)).toMatchObject({
    response: { reason: expect.stringContaining("JwtSignatureError") as unknown },
  });
  raw.socket.close();
});

test("who asks is told when what the database sends arrives", async () => {
  const raw = await rooms.publishable();
  const config = { private: true, broadcast: { replication_ready: true } };
  await raw.join("realtime:room:ready", config, await rooms.gateway.tokenFor(READER));

  await expect
    .poll(() =>
      raw.messages.filter(([, , , event]) => event === "system").map(([, , , , payload]) => payload),
    )
    .toEqual([
      {
        extension: "system",
        status: "ok",
        message: "Replication connection established",
        channel: "room:ready",
      },
    ]);
  raw.socket.close();
});

test("what is said from the database reaches both dialects as hosted frames it, bytes and row changes too", async () => {
  const raw = await rooms.publishable();
  const reader = await join(await rooms.as(READER), "room:frames");
  await raw.join("realtime:room:frames", { private: true }, await rooms.gateway.tokenFor(READER));
  await rooms.gateway.apply(`create table public.told (id integer primary key, name text);
    create function public.tell() returns trigger language plpgsql as $$ begin
      perform realtime.broadcast_changes('room:frames', tg_op, tg_op, tg_table_name, tg_table_schema, new, old); return null;
    end $$;
    create trigger tell after insert or update or delete on public.told for each row execute function public.tell();`);

  await rooms.gateway.db.query(
    "insert into told values (1, 'a'); update told set name = 'b'; delete from told",
  );
  await rooms.gateway.db.query("select realtime.send_binary('\\x0102ff', 'bytes', 'room:frames')");

  await expect.poll(() => reader.events.length).toBe(4);
  expect(reader.events.slice(0, 3).map(({ event, payload }) => [event, payload["record"], payload["old_record"]])).toEqual([
    ["INSERT", { id: 1, name: "a" }, null], ["UPDATE", { id: 1, name: "b" }, { id: 1, name: "a" }], ["DELETE", null, { id: 1, name: "b" }],
  ]); // prettier-ignore
  expect(new Uint8Array(reader.events[3]?.payload as unknown as ArrayBuffer)).toEqual(
    new Uint8Array([1, 2, 255]),
  ); // what was sent
  const [frame] = raw.messages.filter(([, , , event]) => event === "broadcast");
  expect(frame).toEqual([null, null, "realtime:room:frames", "broadcast", {
    type: "broadcast", event: "INSERT", meta: { id: expect.any(String) as unknown },
    payload: { id: expect.any(String) as unknown, schema: "public", table: "told", operation: "INSERT", record: { id: 1, name: "a" }, old_record: null },
  }]); // prettier-ignore
  raw.socket.close();
});

test("policies see the x- headers that a client sent, on a websocket and over HTTP", async () => {
  await rooms.gateway.apply(`create policy "key holders" on realtime.messages for select to anon
    using (current_setting('request.headers', true)::json ->> 'x-spool-key' = 'letmein')`);
  const holder = await openRawClient(rooms.gateway.apiUrl, rooms.gateway.publishableKey, {
    "x-spool-key": "letmein",
  });
  const other = await rooms.publishable();

  expect(await holder.join("realtime:keys", { private: true })).toMatchObject({ status: "ok" });
  expect(await other.join("realtime:keys", { private: true })).toMatchObject({ status: "error" });
  [holder, other].forEach(({ socket }) => socket.close());
});

testClock("a websocket without a good key, at another path or in another dialect is not opened", async () => {
  const url = `${rooms.gateway.apiUrl}/realtime/v1/websocket`;
  const expired = await rooms.gateway.own.tokenUntil(READER, -10);

  expect(await refusedUpgrade(url)).toBe(401);
  expect(await refusedUpgrade(`${url}?apikey=sb_publishable_wrong`)).toBe(401);
  expect(await refusedUpgrade(`${url}?apikey=${expired}`)).toBe(401);
  expect(await refusedUpgrade(`${url}?apikey=${rooms.gateway.publishableKey}&vsn=3`)).toBe(400);
  expect(
    await refusedUpgrade(`${rooms.gateway.apiUrl}/elsewhere?apikey=${rooms.gateway.publishableKey}`),
  ).toBe(404);
});
