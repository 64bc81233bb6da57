import { DatabaseError, escapeIdentifier, type Pool } from "pg";
import type { Credentials } from "../gateway/credentials.ts";
import { withRole } from "../postgres/as-role.ts";
import { databaseUnavailable } from "./channel-refusal.ts";

type Probe = (adminPool: Pool, who: Credentials, topic: string) => Promise<boolean>;

/**
 * Whether the policies on realtime.messages let `who` read a private topic: a message is put there, looked at with
 * their eyes, and rolled back. A policy that fails counts as no. Throws ChannelRefusal when the database cannot be asked.
 */
export const mayRead: Probe = (adminPool, who, topic) =>
  withRole(
    adminPool,
    who,
    async (db) => {
      await db.query("set local role none");
      const { rows } = await db.query<{ id: string }>(
        "insert into realtime.messages (topic, extension) values ($1, 'broadcast') returning id",
        [topic],
      );
      await db.query(`set local role ${escapeIdentifier(who.role)}`);
      const seen = await db.query("select from realtime.messages where id = $1 and topic = $2", [
        rows[0]?.id,
        topic,
      ]);
      return seen.rowCount === 1;
    },
    { rollBack: true, settings: { "realtime.topic": topic } },
  ).catch(asRefusal);

/** Whether the policies let `who` write to a private topic: they insert a message, and it is rolled back. */
export const mayWrite: Probe = (adminPool, who, topic) =>
  withRole(
    adminPool,
    who,
    async (db) => {
      await db.query("insert into realtime.messages (topic, extension) values ($1, 'broadcast')", [topic]);
      return true;
    },
    { rollBack: true, settings: { "realtime.topic": topic } },
  ).catch(asRefusal);

/** Classes 08, 53 and 57 speak of the server's state, everything else of the policies. */
function asRefusal(error: unknown): boolean {
  if (error instanceof DatabaseError && !/^(08|53|57)/.test(error.code ?? "")) return false;
  throw databaseUnavailable(error);
}
