import { z } from "zod";

const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

const joinSchema = z.object({
  config: z
    .object({
      broadcast: z.object({ ack: flag, self: flag }).nullish(),
      presence: z.object({ key: z.string().nullish(), enabled: z.boolean().nullish() }).nullish(),
      private: flag,
      postgres_changes: z.array(z.unknown()).nullish(),
    })
    .nullish(),
  access_token: z.string().nullish(),
  user_token: z.string().nullish(),
});

/** What a client asked for when it joined a topic, with the defaults filled in. */
export interface JoinConfig {
  isPrivate: boolean;
  wantsAck: boolean;
  wantsOwnBroadcasts: boolean;
  wantsPresence: boolean;
  postgresChangesCount: number;
  /** A JWT of this channel's own; null when the connection's credentials count. */
  accessToken: string | null;
}

/** Null when the payload is not of the protocol's shape. */
export function parseJoinConfig(payload: unknown): JoinConfig | null {
  const parsed = joinSchema.safeParse(payload);
  if (!parsed.success) return null;
  const { config, access_token, user_token } = parsed.data;
  return {
    isPrivate: config?.private ?? false,
    wantsAck: config?.broadcast?.ack ?? false,
    wantsOwnBroadcasts: config?.broadcast?.self ?? false,
    wantsPresence: config?.presence?.enabled ?? true,
    postgresChangesCount: config?.postgres_changes?.length ?? 0,
    accessToken: jwtOrNull(user_token) ?? jwtOrNull(access_token),
  };
}

/** Clients send their `sb_…` key here too; that is no token, the connection was already admitted by it. */
export function jwtOrNull(token: unknown): string | null {
  return typeof token === "string" && token !== "" && !token.startsWith("sb_") ? token : null;
}
