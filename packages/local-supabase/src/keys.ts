import { randomBytes, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { exportJWK, generateKeyPair } from "jose";
import { z } from "zod";
import { LOGIN_ROLES } from "./postgres/database-roles.ts";

const stackKeysSchema = z.object({
  publishableKey: z.string().startsWith("sb_publishable_"),
  secretKey: z.string().startsWith("sb_secret_"),
  /** Private ES256 key that signs access tokens. */
  signingJwk: z.object({
    kty: z.literal("EC"),
    crv: z.literal("P-256"),
    alg: z.literal("ES256"),
    kid: z.string(),
    x: z.string(),
    y: z.string(),
    d: z.string(),
  }),
  dbPasswords: z.record(z.enum(LOGIN_ROLES), z.string()),
});

export type StackKeys = z.infer<typeof stackKeysSchema>;

/** New random keys. */
export async function createKeys(): Promise<StackKeys> {
  const { privateKey } = await generateKeyPair("ES256", { extractable: true });
  const random = () => randomBytes(24).toString("base64url");
  return stackKeysSchema.parse({
    publishableKey: `sb_publishable_${random()}`,
    secretKey: `sb_secret_${random()}`,
    signingJwk: { ...(await exportJWK(privateKey)), alg: "ES256", kid: randomUUID() },
    dbPasswords: Object.fromEntries(LOGIN_ROLES.map((role) => [role, random()])),
  });
}

/** The keys kept in a file, made on the first call. The file is readable by its owner alone. */
export async function loadKeys(file: string): Promise<StackKeys> {
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  });
  if (text !== undefined) return stackKeysSchema.parse(JSON.parse(text));

  const keys = await createKeys();
  await mkdir(dirname(file), { recursive: true });
  // Written beside and renamed: half a key file would lock everybody out of the data.
  const partial = `${file}.${process.pid}`;
  await writeFile(partial, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  await rename(partial, file);
  return keys;
}
