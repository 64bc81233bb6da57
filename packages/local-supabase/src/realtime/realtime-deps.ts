import type { Pool } from "pg";
import type { Authenticator } from "../gateway/credentials.ts";
import type { TopicHub } from "./topic-hub.ts";

/** What connections and routes of this area share. */
export interface RealtimeDeps extends Authenticator {
  /** A superuser: policies are probed with it, never bypassed by it. */
  adminPool: Pool;
  hub: TopicHub;
  /** Resolves when messages from the database are being streamed; rejects when that does not happen soon. */
  untilStreaming(): Promise<void>;
}
