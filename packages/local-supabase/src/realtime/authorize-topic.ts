import { DatabaseError, type Pool } from "pg";
import type { Credentials } from "../gateway/credentials.ts";
import { databaseUnavailable } from "./refusal.ts";

export type Right = `${"read" | "write"}:${"broadcast" | "presence"}`;

/** Whom the policies are asked about: a token or key, and the `x-…` headers that came with it. */
export interface Caller extends Credentials {
  headers: Readonly<Record<string, string>>;
}

/**
 * Which of these rights the policies on realtime.messages give `caller` on a private topic. A policy that fails
 * counts as no to everything. Throws Refusal when the database cannot be asked.
 */
export async function rightsOn(
  adminPool: Pool,
  caller: Caller,
  topic: string,
  asked: readonly Right[],
): Promise<Set<Right>> {
  const extensions = (kind: "read" | "write") =>
    asked.filter((right) => right.startsWith(kind)).map((right) => right.slice(kind.length + 1));
  try {
    const { rows } = await adminPool.query<{ allowed: Right[] }>(
      "select realtime.authorize($1, $2, $3, $4, $5, $6) as allowed",
      [caller.role, topic, caller.claims, caller.headers, extensions("read"), extensions("write")],
    );
    return new Set(rows[0]?.allowed);
  } catch (error) {
    // Classes 08, 53 and 57 speak of the server's state, everything else of the policies.
    if (!(error instanceof DatabaseError) || /^(08|53|57)/.test(error.code ?? ""))
      throw databaseUnavailable(error);
    console.error(`A policy on realtime.messages failed for topic ${JSON.stringify(topic)}:`, error.message);
    return new Set();
  }
}
