import type { Pool } from "pg";
import type { StackKeys } from "../keys.ts";
import type { Authenticator } from "./credentials.ts";

/** What the gateway hands to rest, auth, storage and realtime. Made and closed by `gateway/server.ts`. */
export interface GatewayDeps extends Authenticator {
  /** As `authenticator`: only through `withRole`. */
  pool: Pool;
  /** As `supabase_admin`, a superuser: for what the hosted services do on their own account, never on a client's. */
  adminPool: Pool;
  /** As `supabase_auth_admin`, which owns schema `auth`. */
  authPool: Pool;
  /** Of `supabase_admin`, for connections outside the pool: LISTEN and replication. */
  adminUrl: string;
  keys: StackKeys;
  /** How clients reach the gateway, without a slash at the end: `http://127.0.0.1:54321`. */
  apiUrl: string;
  /** Folder of the stored objects. */
  storageDir: string;
}
