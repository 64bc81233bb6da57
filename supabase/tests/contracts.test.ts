import { CATEGORY_POLICY, ERROR_CATEGORIES } from "@spool/contracts/app-error";
import { JOB_CATALOGUE, type JobType } from "@spool/contracts/job-catalogue";
import { JOB_STATUSES, PRIORITIES, QUEUES } from "@spool/contracts/job-states";
import { toCatalogueSchema } from "@spool/contracts/json-schema";
import { renderedFileSchema } from "@spool/contracts/render-api";
import { TASK_CATALOGUE } from "@spool/contracts/task-catalogue";
import { Constants } from "@spool/db/database.types";
import { useTestDatabase } from "@spool/testing/use-database";
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const db = useTestDatabase();
const script = (name: string) => fileURLToPath(new URL(`../../scripts/${name}`, import.meta.url));

/** Videos and tasks together, as the database holds them. */
const EVERY_TYPE: { name: string; kind: "media" | "system"; type: JobType }[] = [
  ...Object.entries(JOB_CATALOGUE).map(([name, type]) => ({ name, kind: "media" as const, type })),
  ...Object.entries(TASK_CATALOGUE).map(([name, type]) => ({ name, kind: "system" as const, type })),
];

async function enumValues(name: string): Promise<string[]> {
  const { rows } = await db.owner.query<{ value: string }>(
    `select unnest(enum_range(null::public.${name}))::text as value`,
  );
  return rows.map(({ value }) => value);
}

test("the closed lists of the database are those of the contracts, in the same order", async () => {
  expect(await enumValues("job_status")).toEqual(JOB_STATUSES);
  expect(await enumValues("queue_name")).toEqual(QUEUES);
  expect(await enumValues("job_priority")).toEqual(PRIORITIES);
  expect(await enumValues("error_category")).toEqual(ERROR_CATEGORIES);
  expect(await enumValues("file_kind")).toEqual(
    expect.arrayContaining(renderedFileSchema.shape.kind.options),
  );
});

test("the generated types carry the same lists", async () => {
  for (const [name, values] of Object.entries(Constants.public.Enums)) {
    expect(await enumValues(name)).toEqual(values);
  }
});

test("the database retries the categories that the contracts say are worth it", async () => {
  const { rows } = await db.owner.query<{ category: string; is_retried: boolean }>(
    "select category, is_retried from private.error_categories",
  );

  const policy = Object.entries(CATEGORY_POLICY).map(([category, { retry }]) => ({
    category,
    is_retried: retry,
  }));
  expect(rows).toEqual(expect.arrayContaining(policy));
  expect(rows).toHaveLength(policy.length);
});

test("job_types holds the catalogue", async () => {
  const { rows } = await db.owner.query("select * from public.job_types order by name");

  const catalogue = EVERY_TYPE.map(({ name, kind, type }) => ({
    name,
    kind,
    title: type.title,
    description: type.description,
    default_queue: type.defaultQueue,
    time_limit_seconds: type.timeLimitSeconds,
    max_attempts: type.maxAttempts,
    is_pausable: type.isPausable,
    requirements: type.requirements ?? {},
    stages: type.stages,
    payload_schema: toCatalogueSchema(type.payload),
    example: type.example,
  }));
  expect(rows).toEqual(catalogue.sort((a, b) => (a.name < b.name ? -1 : 1)));
});

test("every example of the catalogue is a payload that passes", async () => {
  for (const { name, type } of EVERY_TYPE) {
    await db.owner.query("insert into public.jobs (job_type, payload) values ($1, $2)", [
      name,
      JSON.stringify(type.example),
    ]);
  }
});

test.each(["generate-catalogue-migration.ts", "generate-pgboss-migration.ts"])(
  "the migration of %s is not stale",
  async (name) => {
    await promisify(execFile)(process.execPath, [script(name), "--check"]);
  },
);
