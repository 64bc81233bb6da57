import { z } from "zod";

const portSchema = z.coerce.number().int().min(0).max(65_535);

const environmentSchema = z.object({
  /** Where the browser and this server reach the API of the Supabase project. */
  SUPABASE_URL: z.url({ protocol: /^https?$/ }),
  /** The key that browsers may hold. */
  SUPABASE_PUBLISHABLE_KEY: z.string().min(1),
  CONSOLE_HOST: z.string().min(1).default("127.0.0.1"),
  CONSOLE_PORT: portSchema.default(3000),
});

export type Environment = z.infer<typeof environmentSchema>;

let parsed: Environment | undefined;

/**
 * The environment of the running console, parsed on first use and never while building.
 *
 * Throws an Error naming every variable that is missing or malformed.
 */
export function environment(): Environment {
  if (parsed !== undefined) return parsed;
  const result = environmentSchema.safeParse(process.env);
  if (!result.success) {
    const problems = result.error.issues.map(({ path: [name], message }) =>
      process.env[String(name)] === undefined ? `${String(name)} is not set` : `${String(name)}: ${message}`,
    );
    throw new Error(`The console cannot start: ${problems.join("; ")}. See .env.example.`);
  }
  parsed = result.data;
  return parsed;
}
