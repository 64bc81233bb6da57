import type { Pool } from "pg";
import type { Authenticator } from "../gateway/credentials.ts";
import type { ChangeFeed } from "./change-feed.ts";
import type { RealtimeLimits } from "./limits.ts";
import type { Presence } from "./presence.ts";
import type { TopicHub } from "./topic-hub.ts";
import type { WalStream } from "./wal-stream.ts";

/** What connections and routes of this area share. */
export interface RealtimeDeps extends Authenticator {
  /** A superuser: policies are probed with it, never bypassed by it. */
  adminPool: Pool;
  hub: TopicHub;
  presence: Presence;
  feed: ChangeFeed;
  stream: Pick<WalStream, "untilStreaming" | "untilChangesAreStreaming">;
  limits: RealtimeLimits;
  connectionCount: () => number;
}
