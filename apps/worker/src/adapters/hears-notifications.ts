import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type pg from "pg";
import type { Queryable } from "./database.ts";

const TRIES = 2;
const WAIT_MS = 2_000;

/**
 * Whether what `database` notifies arrives at `listening`.
 *
 * It does not through a pooler in transaction mode, which accepts LISTEN without a word and forgets it. Rejects when
 * one of the two connections fails: that proves nothing.
 */
export async function hearsNotifications(listening: pg.Client, database: Queryable): Promise<boolean> {
  const channel = `spool_probe_${randomUUID().replaceAll("-", "")}`;
  const heard = Promise.withResolvers<true>();
  const onNotification = (message: pg.Notification) => message.channel === channel && heard.resolve(true);
  listening.on("notification", onNotification);
  try {
    await listening.query(`listen ${channel}`);
    for (let tried = 0; tried < TRIES; tried += 1) {
      await database.query("select pg_notify($1, '')", [channel]);
      if (await Promise.race([heard.promise, delay(WAIT_MS, false as const)])) return true;
      await listening.query("select 1"); // a connection that broke meanwhile says so here
    }
    return false;
  } finally {
    listening.off("notification", onNotification);
    await listening.query(`unlisten ${channel}`).catch(() => undefined); // broken: nothing is left to undo
  }
}
