import { randomUUID } from "node:crypto";
import { asAnon, asApiKey, asService, asUser, type Caller } from "@spool/testing/callers";
import { insertJob } from "@spool/testing/jobs";
import { createApiKey, createPeople, type People } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeAll, describe, expect, test } from "vitest";

const db = useTestDatabase();
let people: People;
let others: People;
let callers: Record<string, Caller>;

beforeAll(async () => {
  people = await createPeople(db.owner);
  others = await createPeople(db.owner);
  const key = async (role: "viewer" | "operator") =>
    asApiKey(db.api, (await createApiKey(db.owner, people.projectId, role)).key);
  callers = {
    operator: asUser(db.api, people.operator),
    admin: asUser(db.api, people.admin),
    viewer: asUser(db.api, people.viewer),
    stranger: asUser(db.api, people.stranger),
    "operator of another project": asUser(db.api, others.operator),
    anon: asAnon(db.api),
    "key of an operator": await key("operator"),
    "key of a viewer": await key("viewer"),
  };
});

const as = (name: string): Caller => {
  const caller = callers[name];
  if (caller === undefined) throw new Error(`There is no ${name}`);
  return caller;
};
const objectIn = (projectId: string, name = "map.png") => `${projectId}/${randomUUID()}/${name}`;
const put = (caller: Caller, name: string) =>
  caller("insert into storage.objects (bucket_id, name) values ('uploads', $1)", [name]);
const namesSeenBy = async (caller: Caller) =>
  (await caller<{ name: string }>("select name from storage.objects where bucket_id = 'uploads'")).rows.map(
    ({ name }) => name,
  );

async function uploaded(projectId = people.projectId): Promise<string> {
  const name = objectIn(projectId);
  await put(asService(db.api), name);
  return name;
}

describe("the bucket", () => {
  test("is private, and takes pictures of 10 MB at most", async () => {
    const { rows } = await db.owner.query(
      "select public, file_size_limit::int, allowed_mime_types from storage.buckets where id = 'uploads'",
    );

    expect(rows).toEqual([
      { public: false, file_size_limit: 10 * 1024 ** 2, allowed_mime_types: ["image/png", "image/jpeg", "image/webp"] },
    ]); // prettier-ignore
  });

  test.each(["operator", "admin", "key of an operator"])(
    "takes and shows uploads of the %s",
    async (name) => {
      const object = objectIn(people.projectId);

      await put(as(name), object);

      expect(await namesSeenBy(as(name))).toContain(object);
    },
  );

  test.each(["viewer", "stranger", "operator of another project", "anon", "key of a viewer"])(
    "takes nothing of the %s, and shows nothing of the project",
    async (name) => {
      const object = await uploaded();

      await expect(put(as(name), objectIn(people.projectId))).rejects.toMatchObject({ code: "42501" });
      expect(await namesSeenBy(as(name))).not.toContain(object);
    },
  );

  test.each([
    ["a name without an upload", () => `${people.projectId}/map.png`],
    ["a folder too many", () => `${people.projectId}/${randomUUID()}/a/map.png`],
    ["an upload that is no uuid", () => `${people.projectId}/1/map.png`],
    ["a project that is none", () => `mine/${randomUUID()}/map.png`],
  ])("takes nothing under %s", async (_what, name) => {
    await expect(put(as("operator"), name())).rejects.toMatchObject({ code: "42501" });
  });

  test("keeps what is there as it is: nobody replaces or removes an upload", async () => {
    const object = await uploaded();

    const { rowCount } = await as("operator")(
      "update storage.objects set metadata = '{}' where bucket_id = 'uploads'",
    );

    expect(rowCount).toBe(0);
    await expect(as("operator")("delete from storage.objects where name = $1", [object])).rejects.toThrow();
  });
});

const submit = (caller: Caller, payload: object, projectId = people.projectId) =>
  caller<{ id: string }>(
    "insert into public.jobs (project_id, job_type, payload) values ($1, 'topic_short', $2) returning id",
    [projectId, JSON.stringify({ topic: "Rivers", ...payload })],
  );
const showing = (file: string) => ({ pictures: [{ file, caption: "The river" }] });
const scripted = (file: string | null) => ({
  script: { title: "Rivers", scenes: [{ content: { kind: "image", file } }] },
});

describe("a job", () => {
  test.each(["operator", "key of an operator"])("of the %s may show uploads of its project", async (name) => {
    const file = `uploads/${await uploaded()}`;

    await expect(submit(as(name), showing(file))).resolves.toMatchObject({ rowCount: 1 });
    await expect(submit(as(name), scripted(file))).resolves.toMatchObject({ rowCount: 1 });
  });

  test.each([["https://example.org/map.png"], ["HTTP://example.org/map.png"]])(
    "may show the picture at %s",
    async (file) => {
      await expect(submit(as("operator"), showing(file))).resolves.toMatchObject({ rowCount: 1 });
    },
  );

  test("may have scenes without a picture", async () => {
    await expect(submit(as("operator"), scripted(null))).resolves.toMatchObject({ rowCount: 1 });
  });

  test("is refused an upload of another project, in the words of the field", async () => {
    const file = `uploads/${await uploaded(others.projectId)}`;

    await expect(submit(as("operator"), showing(file))).rejects.toMatchObject({
      code: "PT403",
      message: "payload.pictures[0].file is an upload of another project",
    });
    await expect(submit(as("operator"), scripted(file))).rejects.toMatchObject({
      code: "PT403",
      message: "payload.script.scenes[0].content.file is an upload of another project",
    });
    await expect(submit(asService(db.api), showing(file))).rejects.toMatchObject({ code: "PT403" });
  });

  test("is refused an upload that is not there, or not any more", async () => {
    const file = `uploads/${objectIn(people.projectId)}`;

    await expect(submit(as("operator"), showing(file))).rejects.toMatchObject({
      code: "PT404",
      message: /^payload\.pictures\[0\]\.file is an upload that is not there/,
      hint: "Upload the picture again.",
    });
  });

  test.each([
    ["map.png"],
    ["ftp://example.org/map.png"],
    ["https://"],
    ["/etc/passwd"],
    ["file:///etc/passwd"],
    ["uploads/map.png"],
    ["uploads/../work/secret.png"],
    ["data:image/png;base64,AAAA"],
  ])("is refused the picture %s", async (file) => {
    await expect(submit(as("operator"), showing(file))).rejects.toMatchObject({
      code: "PT400",
      message: /^payload\.pictures\[0\]\.file must be/,
    });
  });

  test.each([
    ["no pictures at all", { pictures: [] }],
    ["21 of them", { pictures: Array.from({ length: 21 }, () => ({ file: "https://example.org/a.png" })) }],
    ["a picture that is a text", { pictures: ["https://example.org/a.png"] }],
    ["a picture without a file", { pictures: [{ caption: "Nothing" }] }],
  ])("is refused %s", async (_what, payload) => {
    await expect(submit(as("operator"), payload)).rejects.toMatchObject({ code: "PT400" });
  });
});

/** The uploads that would be swept if a week had passed. */
async function swept(): Promise<string[]> {
  await db.owner.query("update private.storage_sweeps set try_at = now() where bucket = 'uploads'");
  const { rows } = await db.worker.query<{ bucket: string; prefix: string }>(
    "select * from private.take_storage_sweeps(1000)",
  );
  return rows.filter(({ bucket }) => bucket === "uploads").map(({ prefix }) => prefix);
}
const folderOf = (object: string) => object.replace(/[^/]+$/, "");

describe("an upload", () => {
  test("that no job names is swept a week later, and not before", async () => {
    const object = await uploaded();
    const { rows } = await db.owner.query<{ days: number }>(
      "select round(extract(epoch from try_at - now()) / 86400)::int as days from private.storage_sweeps where prefix = $1",
      [folderOf(object)],
    );

    expect(rows).toEqual([{ days: 7 }]);
    expect(await swept()).toContain(folderOf(object));
  });

  test("is kept as long as a job names it, and swept after the last one is gone", async () => {
    const object = await uploaded();
    const [one, other] = [
      await insertJob(db.owner, { projectId: people.projectId, payload: { question: "?", ...showing(`uploads/${object}`) } }),
      await insertJob(db.owner, { projectId: people.projectId, payload: { question: "?", ...scripted(`uploads/${object}`) } }),
    ]; // prettier-ignore

    expect(await swept()).not.toContain(folderOf(object));
    await db.owner.query("delete from public.jobs where id = $1", [one]);
    expect(await swept()).not.toContain(folderOf(object));
    await db.owner.query("delete from public.jobs where id = $1", [other]);
    expect(await swept()).toContain(folderOf(object));
  });

  test("is kept as long as a schedule names it", async () => {
    const object = await uploaded();
    const { rows } = await db.owner.query<{ id: string }>(
      `insert into public.schedules (project_id, name, job_type, payload, cron)
       values ($1, 'daily', 'daily_ca', $2, '0 6 * * *') returning id`,
      [people.projectId, JSON.stringify({ topic: "News", ...showing(`uploads/${object}`) })],
    );

    expect(await swept()).not.toContain(folderOf(object));
    await db.owner.query("delete from public.schedules where id = $1", [rows[0]?.id]);
    expect(await swept()).toContain(folderOf(object));
  });

  test("that a job named once and was changed not to name is swept", async () => {
    const object = await uploaded();
    const job = await insertJob(db.owner, { projectId: people.projectId, payload: { question: "?", ...showing(`uploads/${object}`) } }); // prettier-ignore

    await db.owner.query("update public.jobs set payload = payload - 'pictures' where id = $1", [job]);

    expect(await swept()).toContain(folderOf(object));
  });

  test("counts for what its project may store", async () => {
    await db.owner.query(
      "insert into public.project_limits (project_id, set_by, bytes_stored) values ($1, 'instance', 1)",
      [others.projectId],
    );
    const large =
      "insert into storage.objects (bucket_id, name, metadata) values ('uploads', $1, '{\"size\": 100}')";

    await expect(
      as("operator of another project")(large, [objectIn(others.projectId)]),
    ).rejects.toMatchObject({ code: "PT413" });
  });
});
