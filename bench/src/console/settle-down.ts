import type { World } from "../million/world.ts";

const LONGEST_MS = 180_000;
const NEAR_BYTES = 256 * 1024;

/** Waits until Realtime has read all that was filled in: no installation fills a million jobs before each visit. Returns seconds. */
export async function untilRealtimeHasRead({ superuser }: World): Promise<number> {
  const startedMs = performance.now();
  for (;;) {
    const { rows } = await superuser.query<{ behind: string | null; readers: string }>(
      `select max(pg_wal_lsn_diff(pg_current_wal_lsn(), r.sent_lsn)) as behind, count(*) as readers
       from pg_stat_replication as r`,
    );
    const [row] = rows;
    if (row !== undefined && Number(row.readers) > 0 && Number(row.behind) < NEAR_BYTES)
      return (performance.now() - startedMs) / 1_000;
    if (performance.now() - startedMs > LONGEST_MS)
      throw new Error(`Realtime is ${row?.behind ?? "?"} bytes behind after ${LONGEST_MS / 1_000} s`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
