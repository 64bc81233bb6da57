import { randomUUID } from "node:crypto";
import { test as base, type Page } from "@playwright/test";
import type { Database } from "@spool/db/database.types";
import { createServiceClient } from "@spool/db/service-client";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import type pg from "pg";
import { z } from "zod";
import { connectSuperuser } from "../../scripts/sample-data/sample-data.ts";
import { sendSignInForm, type Person } from "./sign-in-form.ts";

const DEFAULT_PROJECT_ID = "00000000-0000-4000-8000-000000000001";

const platformSchema = z.object({
  apiUrl: z.string(),
  consoleUrl: z.string(),
  publishableKey: z.string(),
  secretKey: z.string(),
  databaseUrl: z.string(),
  dataDir: z.string(),
});
type PlatformAccess = z.infer<typeof platformSchema>;

interface Fixtures {
  platform: PlatformAccess;
  /** As service_role. */
  service: ReturnType<typeof createServiceClient>;
  /** A person of their own for this test, member of the default project; without an instance role unless given. */
  createPerson: (
    role: "viewer" | "operator" | "admin" | null,
    instanceRole?: "operator" | "admin",
  ) => Promise<Person>;
  /** As that person, past the console. */
  asPerson: (person: Person) => Promise<SupabaseClient<Database>>;
  signIn: (page: Page, person: Person) => Promise<void>;
  /** Past every trigger and policy: for filling a table. */
  superuser: pg.Client;
}

export const test = base.extend<Fixtures>({
  platform: async ({}, use) => {
    await use(platformSchema.parse(JSON.parse(process.env["E2E_PLATFORM"] ?? "{}")));
  },
  service: async ({ platform }, use) => {
    await use(createServiceClient(platform.apiUrl, platform.secretKey));
  },
  createPerson: async ({ service }, use) => {
    await use(async (role, instanceRole) => {
      const person = { email: `${randomUUID()}@example.org`, password: randomUUID() };
      const { data, error } = await service.auth.admin.createUser({ ...person, email_confirm: true });
      if (error) throw error;
      if (role !== null) {
        await service
          .from("project_members")
          .insert({ project_id: DEFAULT_PROJECT_ID, user_id: data.user.id, role })
          .throwOnError();
      }
      if (instanceRole !== undefined) {
        await service
          .from("profiles")
          .update({ instance_role: instanceRole })
          .eq("user_id", data.user.id)
          .throwOnError();
      }
      return person;
    });
  },
  asPerson: async ({ platform }, use) => {
    await use(async (person) => {
      const client = createClient<Database>(platform.apiUrl, platform.publishableKey, {
        auth: { persistSession: false },
      });
      const { error } = await client.auth.signInWithPassword(person);
      if (error) throw error;
      return client;
    });
  },
  signIn: async ({ platform }, use) => {
    await use(async (page, person) => {
      await page.goto(platform.consoleUrl);
      await sendSignInForm(page, person);
      await page.getByRole("navigation").first().waitFor();
    });
  },
  superuser: async ({ platform }, use) => {
    const client = await connectSuperuser(platform.dataDir, platform.databaseUrl);
    await use(client);
    await client.end();
  },
});

export { expect } from "@playwright/test";
