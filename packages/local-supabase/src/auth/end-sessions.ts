import type pg from "pg";

export const LOGOUT_SCOPES = ["global", "local", "others"] as const;

/** Ends all of somebody's sessions, this one, or all others. Without a session of one's own, all. */
export async function endSessions(
  client: pg.Pool | pg.ClientBase,
  userId: string,
  sessionId: string | null,
  scope: (typeof LOGOUT_SCOPES)[number],
): Promise<void> {
  const condition = { global: "true", local: "id = $2", others: "id <> $2" }[scope];
  const which = `user_id = $1 and ($2::uuid is null or ${condition})`;
  await client.query(`delete from auth.sessions where ${which}`, [userId, sessionId]);
}
