import { randomBytes, randomUUID } from "node:crypto";
import { createClient, type RealtimeChannel, type RealtimeClient } from "@supabase/supabase-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "./gateway.test-support.ts";
import { pruneMessages } from "./prune-messages.ts";
import { openRawClient, refusedUpgrade } from "./raw-client.test-support.ts";
import { testInside } from "../outside.test-support.ts";

const testClock = testInside("it takes a token of a few seconds");
const testLoad = testInside("it floods, and a hosted project has limits of its own");
const testDatabase = testInside("it stops Postgres, or works as its superuser");

type Client = Pick<RealtimeClient, "channel" | "removeAllChannels">;

const READER = randomUUID();
const WRITER = randomUUID();
const STRANGER = randomUUID();
let gateway: TestGateway;
const clients: Client[] = [];

beforeAll(async () => {
  gateway = await startTestGateway();
  const who = "(select current_setting('request.jwt.claims', true)::json ->> 'sub')";
  await gateway.apply(`create policy "members read" on realtime.messages for select to authenticated
    using (realtime.topic() like 'room:%' and ${who} in ('${READER}', '${WRITER}'))`);
  await gateway.apply(`create policy "writers write" on realtime.messages for insert to authenticated
    with check (realtime.topic() like 'room:%' and ${who} = '${WRITER}')`);
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.removeAllChannels()));
  await gateway.stop();
});

async function as(userId?: string): Promise<Client> {
  const client = await gateway.clientFor(userId);
  clients.push(client.realtime);
  return client.realtime;
}

interface Joined {
  channel: RealtimeChannel;
  events: { event: string; payload: Record<string, unknown>; meta?: { id: string } }[];
  statuses: string[];
  error: () => Error | undefined;
}

/** Subscribes and waits for the first answer. */
async function join(client: Client, topic: string, config: object = { private: true }): Promise<Joined> {
  const events: Joined["events"] = [];
  const statuses: string[] = [];
  let lastError: Error | undefined;
  const channel = client.channel(topic, { config });
  channel.on("broadcast", { event: "*" }, (message) =>
    events.push(message as unknown as Joined["events"][number]),
  ); // `*` loses the type
  await new Promise<void>((resolve) => {
    channel.subscribe((status, error) => {
      statuses.push(status);
      lastError = error ?? lastError;
      resolve();
    });
  });
  return { channel, events, statuses, error: () => lastError };
}

const send = (topic: string, payload: object, event = "job_changed") =>
  gateway.db.query("select realtime.send($1, $2, $3, true)", [payload, event, topic]);

const broadcastCount = (texts: readonly string[]) =>
  texts.filter((text) => text.includes('"broadcast"')).length;

const publishable = () => openRawClient(gateway.apiUrl, gateway.publishableKey);

test("a private channel hears what a committed transaction sent, in order, and nothing of one that rolled back", async () => {
  const { events, statuses } = await join(await as(READER), "room:1");
  expect(statuses).toEqual(["SUBSCRIBED"]);
  const connection = await gateway.db.connect();
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
  const raw = await publishable();
  await raw.join("realtime:room:numbers", { private: true }, await gateway.tokenFor(READER));

  await gateway.db.query(
    `select realtime.send('{"revision": 12345678901234567890}', 'e', 'room:numbers', true)`,
  );

  await expect.poll(() => raw.texts.at(-1)).toContain("12345678901234567890");
  raw.socket.close();
});

test("a stranger, and somebody signed out, are refused; a public channel of that name hears nothing private", async () => {
  const stranger = await join(await as(STRANGER), "room:2");
  const signedOut = await join(await as(), "room:2");
  const elsewhere = await join(await as(READER), "other:2");
  const listener = await join(await as(STRANGER), "room:2", { private: false });
  const member = await join(await as(READER), "room:2");

  for (const refused of [stranger, signedOut, elsewhere]) {
    expect(refused.statuses[0]).toBe("CHANNEL_ERROR");
    expect(refused.error()?.message).toContain("You do not have permissions to read from this Channel topic");
  }
  await send("room:2", { a: 1 });
  await expect.poll(() => member.events.length).toBe(1);
  expect(listener.events).toEqual([]);
});

test("clients broadcast to each other, to themselves only when they ask, and are told it arrived", async () => {
  const sender = await join(await as(), "open", { broadcast: { ack: true } });
  const echoing = await join(await as(), "open", { broadcast: { self: true } });

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
  const { realtime: old } = createClient(gateway.apiUrl, gateway.publishableKey, {
    realtime: { vsn: "1.0.0" },
  });
  clients.push(old);
  const first = await join(old, "dialects", {});
  const second = await join(await as(), "dialects", {});

  await first.channel.send({ type: "broadcast", event: "from-old", payload: { a: 1 } });
  await second.channel.send({ type: "broadcast", event: "from-new", payload: { b: 2 } });
  await expect.poll(() => [first.events.length, second.events.length]).toEqual([1, 1]);
  const third = await join(await as(), "dialects", {});
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

test("writing to a private topic takes the right to insert, over websocket and over HTTP", async () => {
  const reader = await join(await as(READER), "room:3", { private: true, broadcast: { ack: true } });
  const writer = await join(await as(WRITER), "room:3", { private: true, broadcast: { ack: true } });

  expect(await reader.channel.send({ type: "broadcast", event: "no", payload: {} })).toBe("error");
  expect(await writer.channel.send({ type: "broadcast", event: "yes", payload: {} })).toBe("ok");
  await expect(
    (await as(STRANGER)).channel("room:3", { config: { private: true } }).httpSend("no", {}),
  ).rejects.toThrow("Unauthorized");
  expect(
    await (await as(WRITER)).channel("room:3", { config: { private: true } }).httpSend("by-http", { n: 1 }),
  ).toEqual({ success: true });
  await expect.poll(() => reader.events.map(({ event }) => event)).toEqual(["yes", "by-http"]);
});

test("a batch over HTTP is taken with 202 and only what its sender may send goes on", async () => {
  const { events } = await join(await as(READER), "room:4");
  const open = await join(await as(), "lobby", {});
  const post = async (body: unknown, key?: string, token?: string) => {
    const headers = {
      "content-type": "application/json",
      ...(key ? { apikey: key } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    return (
      await fetch(`${gateway.apiUrl}/realtime/v1/api/broadcast`, {
        method: "POST",
        headers,
        body: JSON.stringify(body),
      })
    ).status;
  };
  const batch = { messages: [{ topic: "room:4", event: "e", payload: { n: 1 }, private: true }, { topic: "lobby", event: "e", payload: { n: 2 } }] }; // prettier-ignore

  expect(await post(batch, gateway.publishableKey, await gateway.tokenFor(STRANGER))).toBe(202);
  await expect.poll(() => open.events.length).toBe(1);
  expect(events).toEqual([]);
  expect(await post(batch, gateway.secretKey)).toBe(202);
  await expect.poll(() => events.length).toBe(1);
  expect(await post(batch)).toBe(401);
  expect(await post(batch, "sb_secret_wrong")).toBe(401);
  for (const wrong of [{}, { messages: 1 }, { messages: [{ topic: "x" }] }, null])
    expect(await post(wrong, gateway.secretKey)).toBe(422);
});

testClock("a channel ends, and says so, when its token runs out; a fresher token keeps it", async () => {
  const raw = await publishable();
  const short = await gateway.own.tokenUntil(READER, 2);
  await raw.join("realtime:room:5", { private: true }, short);
  await raw.join("realtime:room:6", { private: true }, short);
  raw.send(["2", "9", "realtime:room:6", "access_token", { access_token: await gateway.tokenFor(READER) }]);

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
  const raw = await publishable();
  await raw.join("realtime:room:7", { private: true }, await gateway.tokenFor(READER));

  raw.send(["1", "9", "realtime:room:7", "access_token", { access_token: await gateway.tokenFor(STRANGER) }]);

  await expect.poll(() => raw.messages.at(-1)?.[3]).toBe("phx_close");
  expect(raw.messages.at(-2)?.[4]).toMatchObject({
    message: "You no longer have permission to read from this Channel topic: room:7",
  });
  raw.socket.close();
});

test("the protocol's small print: heartbeat, unknown topics, joining twice, leaving, refused joins", async () => {
  const raw = await publishable();
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
  const forged = `${(await gateway.tokenFor(READER)).slice(0, -8)}AAAAAAAA`;
  expect(await raw.join("realtime:b", {}, forged)).toMatchObject({
    response: { reason: expect.stringContaining("JwtSignatureError") as unknown },
  });
  raw.socket.close();
});

test("who asks is told when what the database sends arrives", async () => {
  const raw = await publishable();
  const config = { private: true, broadcast: { replication_ready: true } };
  await raw.join("realtime:room:ready", config, await gateway.tokenFor(READER));

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
  const raw = await publishable();
  const reader = await join(await as(READER), "room:frames");
  await raw.join("realtime:room:frames", { private: true }, await gateway.tokenFor(READER));
  await gateway.apply(`create table public.told (id integer primary key, name text);
    create function public.tell() returns trigger language plpgsql as $$ begin
      perform realtime.broadcast_changes('room:frames', tg_op, tg_op, tg_table_name, tg_table_schema, new, old); return null;
    end $$;
    create trigger tell after insert or update or delete on public.told for each row execute function public.tell();`);

  await gateway.db.query("insert into told values (1, 'a'); update told set name = 'b'; delete from told");
  await gateway.db.query("select realtime.send_binary('\\x0102ff', 'bytes', 'room:frames')");

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

test("a join may ask for what was sent before: the last ones, oldest first, marked, and none of them twice", async () => {
  const since = Date.now() - 60_000;
  for (let n = 0; n < 30; n++) await send("room:past", { n });
  const replay = async (params: object) =>
    join(await as(READER), "room:past", { private: true, broadcast: { replay: params } });

  const three = await replay({ since, limit: 3 });
  const most = await replay({ since });
  const none = await replay({ since: Date.now() + 60_000 });
  await send("room:past", { n: 30 });

  const numbers = ({ events }: Joined) => events.map(({ payload }) => payload["n"]);
  await expect.poll(() => numbers(three)).toEqual([27, 28, 29, 30]);
  await expect.poll(() => numbers(most)).toEqual(Array.from({ length: 26 }, (_, n) => n + 5));
  await expect.poll(() => numbers(none)).toEqual([30]);
  expect(three.events.map(({ meta }) => (meta as { replayed?: boolean }).replayed)).toEqual([true, true, true, undefined]); // prettier-ignore
  const raw = await publishable();
  const config = { private: true, broadcast: { replay: { since: "yesterday" } } };
  expect(await raw.join("realtime:room:past", config, await gateway.tokenFor(READER))).toMatchObject({
    response: { reason: "UnableToReplayMessages: Replay params are not valid" },
  });
  raw.socket.close();
});

test("clients see who is there, who comes and who goes", async () => {
  const channelOf = async (key: string) => {
    const channel = (await as()).channel("lobby:presence", { config: { presence: { key } } });
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

  const raw = await publishable();
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

test("policies see the x- headers that a client sent, on a websocket and over HTTP", async () => {
  await gateway.apply(`create policy "key holders" on realtime.messages for select to anon
    using (current_setting('request.headers', true)::json ->> 'x-spool-key' = 'letmein')`);
  const holder = await openRawClient(gateway.apiUrl, gateway.publishableKey, {
    "x-spool-key": "letmein",
  });
  const other = await publishable();

  expect(await holder.join("realtime:keys", { private: true })).toMatchObject({ status: "ok" });
  expect(await other.join("realtime:keys", { private: true })).toMatchObject({ status: "error" });
  [holder, other].forEach(({ socket }) => socket.close());
});

test("what is posted wrongly is answered by field, as hosted does", async () => {
  const post = async (path: string, body: string | Buffer, type = "application/json") => {
    const response = await fetch(`${gateway.apiUrl}/realtime/v1/api/broadcast${path}`, {
      method: "POST", body, headers: { apikey: gateway.secretKey, "content-type": type },
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

testClock("a websocket without a good key, at another path or in another dialect is not opened", async () => {
  const url = `${gateway.apiUrl}/realtime/v1/websocket`;
  const expired = await gateway.own.tokenUntil(READER, -10);

  expect(await refusedUpgrade(url)).toBe(401);
  expect(await refusedUpgrade(`${url}?apikey=sb_publishable_wrong`)).toBe(401);
  expect(await refusedUpgrade(`${url}?apikey=${expired}`)).toBe(401);
  expect(await refusedUpgrade(`${url}?apikey=${gateway.publishableKey}&vsn=3`)).toBe(400);
  expect(await refusedUpgrade(`${gateway.apiUrl}/elsewhere?apikey=${gateway.publishableKey}`)).toBe(404);
});

testLoad("rubbish, cut and oversized frames end their own connection and nobody else's", async () => {
  const other = await join(await as(), "steady", { broadcast: { self: true } });
  const frames: (string | Buffer)[] = [
    "rubbish", "{}", "[]", '["1","1",5,"x",{}]', Buffer.alloc(0), Buffer.from([3, 255]), randomBytes(1_000), "\ud800",
  ]; // prettier-ignore

  for (const frame of frames) {
    const raw = await publishable();
    raw.socket.send(frame);
    expect(await raw.closed).toBe(1007);
  }
  const oversized = await publishable();
  oversized.socket.on("error", () => undefined);
  oversized.socket.send(Buffer.alloc(6_000_000));
  expect([1009, 1006]).toContain(await oversized.closed);

  await other.channel.send({ type: "broadcast", event: "still", payload: { here: true } });
  await expect.poll(() => other.events.length).toBe(1);
});

testLoad(
  "joins beyond a hundred topics are refused, ten thousand of them too, and the connection lives",
  async () => {
    const raw = await publishable();
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
    const raw = await publishable();

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
  const token = await gateway.tokenFor(READER);
  const readers = await Promise.all(Array.from({ length: 200 }, publishable));
  await Promise.all(readers.map((raw) => raw.join("realtime:room:crowd", { private: true }, token)));

  for (let n = 0; n < 100; n++) await send("room:crowd", { n });

  await expect
    .poll(() => readers.reduce((sum, raw) => sum + broadcastCount(raw.texts), 0), { timeout: 20_000 })
    .toBe(20_000);
  readers.forEach((raw) => raw.socket.terminate());
});

testLoad("a reader that does not read is cut off, and the others lose nothing", async () => {
  const slow = await publishable();
  const quick = await publishable();
  for (const raw of [slow, quick]) await raw.join("realtime:flood");
  slow.socket.pause();
  const body = JSON.stringify({
    messages: [{ topic: "flood", event: "e", payload: { fill: "x".repeat(1_000_000) } }],
  });
  const headers = { apikey: gateway.secretKey, "content-type": "application/json" };

  for (let n = 0; n < 60; n++)
    await fetch(`${gateway.apiUrl}/realtime/v1/api/broadcast`, { method: "POST", headers, body });

  await expect.poll(() => broadcastCount(quick.texts), { timeout: 20_000 }).toBe(60);
  slow.socket.resume();
  expect(await slow.closed).toBe(1013);
  expect(broadcastCount(slow.texts)).toBeLessThan(60);
  quick.socket.close();
});

testDatabase(
  "when the database goes away and comes back, clients join again by themselves and hear what follows",
  async () => {
    const { events, statuses } = await join(await as(READER), "room:8");
    await send("room:8", { n: 1 });
    await expect.poll(() => events.length).toBe(1);

    await gateway.own.stopDatabase();
    await gateway.own.startDatabase();

    await expect
      .poll(() => statuses.filter((status) => status === "SUBSCRIBED").length, { timeout: 30_000 })
      .toBe(2);
    await send("room:8", { n: 2 });
    await expect.poll(() => events.map(({ payload }) => payload["n"])).toEqual([1, 2]);
  },
);

testDatabase(
  "messages older than three days are pruned, younger ones stay, and no slot is left behind",
  async () => {
    await gateway.own.adminDb.query("delete from realtime.messages");
    await gateway.own.adminDb.query(`insert into realtime.messages (topic, extension, inserted_at)
    select 'old', 'broadcast', localtimestamp - interval '73 hours' from generate_series(1, 25000)
    union all select 'young', 'broadcast', localtimestamp - interval '71 hours'`);

    expect(await pruneMessages(gateway.own.adminDb)).toBe(25_000);
    expect((await gateway.own.adminDb.query("select distinct topic from realtime.messages")).rows).toEqual([
      { topic: "young" },
    ]);
    const { rows } = await gateway.own.adminDb.query("select temporary from pg_replication_slots");
    expect(rows).toEqual([{ temporary: true }]);
  },
);
