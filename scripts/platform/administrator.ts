import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createServiceClient } from "@spool/db/service-client";
import { z } from "zod";

const EMAIL = "admin@spool.local";
const DEFAULT_PROJECT_SLUG = "default";

const credentialsSchema = z.object({ email: z.string(), password: z.string() });
export type Credentials = z.infer<typeof credentialsSchema>;

/**
 * Makes the first administrator, of the instance and of the default project, and keeps the credentials in a 0600 file.
 *
 * Safe to repeat: with the file there, nothing happens; a user left by a start that was interrupted gets a new password.
 */
export async function ensureAdministrator(
  dataDir: string,
  access: { apiUrl: string; secretKey: string },
): Promise<Credentials & { isNew: boolean; file: string }> {
  const file = path.join(dataDir, "administrator.json");
  if (existsSync(file)) {
    return { ...credentialsSchema.parse(JSON.parse(readFileSync(file, "utf8"))), isNew: false, file };
  }

  const credentials = { email: EMAIL, password: randomBytes(12).toString("base64url") };
  const client = createServiceClient(access.apiUrl, access.secretKey);
  const userId = await createOrReset(client, credentials);
  const { data: project } = await client
    .from("projects")
    .select("id")
    .eq("slug", DEFAULT_PROJECT_SLUG)
    .single()
    .throwOnError();
  await client.from("profiles").update({ instance_role: "admin" }).eq("user_id", userId).throwOnError();
  const { count } = await client
    .from("project_members")
    .select("user_id", { count: "exact", head: true })
    .eq("project_id", project.id)
    .eq("user_id", userId)
    .throwOnError();
  if (count === 0) {
    await client
      .from("project_members")
      .insert({ project_id: project.id, user_id: userId, role: "admin" })
      .throwOnError();
  }
  writeFileSync(file, JSON.stringify(credentials, null, 2), { mode: 0o600 });
  return { ...credentials, isNew: true, file };
}

type ServiceClient = ReturnType<typeof createServiceClient>;

async function createOrReset(client: ServiceClient, { email, password }: Credentials): Promise<string> {
  const created = await client.auth.admin.createUser({ email, password, email_confirm: true });
  if (created.error === null) return created.data.user.id;
  if (created.error.code !== "email_exists") throw created.error;

  const { data, error } = await client.auth.admin.listUsers({ page: 1, perPage: 1_000 });
  if (error !== null) throw error;
  const existing = data.users.find((user) => user.email === email);
  if (existing === undefined) throw created.error;
  const updated = await client.auth.admin.updateUserById(existing.id, { password });
  if (updated.error !== null) throw updated.error;
  return existing.id;
}
