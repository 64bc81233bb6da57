import { z } from "zod";
import { Refusal } from "./refusal.ts";

/** Clients in other languages send flags as text. */
const flag = (byDefault: boolean) =>
  z
    .union([
      z.boolean(),
      z
        .string()
        .toLowerCase()
        .pipe(z.enum(["true", "false"]))
        .transform((text) => text === "true"),
    ]) // prettier-ignore
    .nullish()
    .transform((value) => value ?? byDefault);
const objectOf = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.preprocess((value) => value ?? {}, z.object(shape));
const token = z.string().nullish();

const joinSchema = z.object({
  config: objectOf({
    broadcast: objectOf({
      ack: flag(false),
      self: flag(false),
      replication_ready: flag(false),
      replay: z.object({ since: z.unknown(), limit: z.unknown() }).partial().nullish(),
    }),
    presence: objectOf({
      enabled: flag(true),
      key: z.union([z.string(), z.number(), z.boolean()]).nullish(),
    }),
    private: flag(false),
    postgres_changes: z
      .array(z.record(z.string(), z.unknown()).nullable())
      .nullish()
      .transform((list) => (list ?? []).filter((params) => params !== null)),
    postgres_changes_options: objectOf({
      wait: flag(false),
      timeout: z.int().positive().default(15_000),
    }),
  }),
  access_token: token,
  user_token: token,
});

/** What a client asked for when it joined a topic, with the defaults filled in. */
export type JoinConfig = z.output<typeof joinSchema>["config"] & {
  /** A JWT of this channel's own; null when the connection's credentials count. */
  accessToken: string | null;
};

/** Throws Refusal when the payload is not of the protocol's shape. */
export function parseJoinConfig(payload: unknown): JoinConfig {
  const parsed = joinSchema.safeParse(payload);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path }) => path.join(".")).join(", ");
    throw new Refusal("InvalidJoinPayload", `The join's payload is not of the expected shape: ${wrong}`);
  }
  const { config, access_token, user_token } = parsed.data;
  return { ...config, accessToken: jwtOrNull(user_token) ?? jwtOrNull(access_token) };
}

/** Clients send their `sb_…` key here too; that is no token, the connection was already admitted by it. */
export function jwtOrNull(value: unknown): string | null {
  return typeof value === "string" && value !== "" && !value.startsWith("sb_") ? value : null;
}
