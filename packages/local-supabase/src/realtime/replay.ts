import type { Pool } from "pg";
import type { Broadcast } from "./frames.ts";
import { Refusal } from "./refusal.ts";
import type { TopicKey } from "./topic-hub.ts";

/** As hosted. */
const MAX_MESSAGES = 25;

/**
 * What was sent from the database to a private topic since a moment in Unix milliseconds: the last 25 at most, oldest
 * first. Throws Refusal when that is not offered.
 */
export async function readReplay(
  adminPool: Pool,
  topic: TopicKey,
  { since = 0, limit = MAX_MESSAGES }: { since?: unknown; limit?: unknown },
): Promise<Broadcast[]> {
  const refusal = (why: string) => new Refusal("UnableToReplayMessages", why);
  if (!topic.isPrivate) throw refusal("Replay is not allowed for public channels");
  if (!Number.isSafeInteger(since) || !Number.isSafeInteger(limit))
    throw refusal("Replay params are not valid");
  const { rows } = await adminPool.query<{
    id: string;
    event: string | null;
    text: string;
    bytes: Buffer | null;
  }>(
    `select id, event, payload::text as text, binary_payload as bytes from realtime.messages
     where topic = $1 and private and extension = 'broadcast' and coalesce(payload::text, binary_payload::text) is not null
       and inserted_at >= to_timestamp(least(greatest($2::numeric, 0), 1e14) / 1000.0) at time zone 'utc'
     order by inserted_at desc limit $3`,
    [topic.name, since, Math.min(Math.max(Number(limit), 1), MAX_MESSAGES)],
  );
  return rows.reverse().map(({ id, event, text, bytes }) => ({
    event: event ?? "",
    body: bytes ? { encoding: "binary", bytes } : { encoding: "json", text },
    meta: { replayed: true, id },
    isBinaryFrame: bytes !== null,
  }));
}
