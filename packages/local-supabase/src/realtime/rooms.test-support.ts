import { randomUUID } from "node:crypto";
import type { RealtimeChannel, RealtimeClient } from "@supabase/supabase-js";
import { startTestGateway, type TestGateway } from "./gateway.test-support.ts";
import { openRawClient } from "./raw-client.test-support.ts";

type Client = Pick<RealtimeClient, "channel" | "removeAllChannels">;

export const READER = randomUUID();
export const WRITER = randomUUID();
export const STRANGER = randomUUID();

/** A gateway with private topics `room:…`: READER and WRITER read them, WRITER writes, STRANGER does neither. */
export interface Rooms {
  gateway: TestGateway;
  /** Left at the end. */
  clients: Client[];
  /** Signed in as that person; without one, signed out. */
  as(userId?: string): Promise<Client>;
  /** Has the database say something. */
  send(topic: string, payload: object): Promise<unknown>;
  /** A connection by hand that holds the publishable key. */
  publishable(): ReturnType<typeof openRawClient>;
  stop(): Promise<void>;
}

export async function openRooms(): Promise<Rooms> {
  const gateway = await startTestGateway();
  const clients: Client[] = [];
  const who = "(select current_setting('request.jwt.claims', true)::json ->> 'sub')";
  // On a stack that outlives this file, they may be there for the people of another one.
  await gateway.apply(`drop policy if exists "members read" on realtime.messages;
    drop policy if exists "writers write" on realtime.messages`);
  await gateway.apply(`create policy "members read" on realtime.messages for select to authenticated
    using (realtime.topic() like 'room:%' and ${who} in ('${READER}', '${WRITER}'))`);
  await gateway.apply(`create policy "writers write" on realtime.messages for insert to authenticated
    with check (realtime.topic() like 'room:%' and ${who} = '${WRITER}')`);
  return {
    gateway,
    clients,
    async as(userId) {
      const { realtime } = await gateway.clientFor(userId);
      clients.push(realtime);
      return realtime;
    },
    send: (topic, payload) =>
      gateway.db.query("select realtime.send($1, 'job_changed', $2, true)", [payload, topic]),
    publishable: () => openRawClient(gateway.apiUrl, gateway.publishableKey),
    async stop() {
      await Promise.all(clients.map((client) => client.removeAllChannels()));
      await gateway.stop();
    },
  };
}

export interface Joined {
  channel: RealtimeChannel;
  events: { event: string; payload: Record<string, unknown>; meta?: { id: string } }[];
  statuses: string[];
  error: () => Error | undefined;
}

/** Subscribes and waits for the first answer. */
export async function join(
  client: Client,
  topic: string,
  config: object = { private: true },
): Promise<Joined> {
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
