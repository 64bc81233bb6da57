import { asService } from "@spool/testing/callers";
import { registerNode } from "@spool/testing/jobs";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeEach, expect, test } from "vitest";

const db = useTestDatabase();

beforeEach(() => db.owner.query("delete from public.sites"));

interface SiteRow {
  id: string;
  name: string;
  health: string;
  storage_free_mb: number | null;
}
const call = (sql: string, values: unknown[]) => asService(db.api)<SiteRow>(sql, values);
const create = (slug: string, name = "Springfield", root = "/mnt/springfield") =>
  call("select * from public.create_site($1, $2, $3)", [slug, name, root]);

test("a site is made once; its slug is then taken", async () => {
  expect((await create("springfield", "  Springfield ")).rows).toMatchObject([
    { name: "Springfield", health: "unknown" },
  ]);
  await expect(create("springfield")).rejects.toMatchObject({
    code: "PT409",
    message: 'There is a site "springfield" already',
  });
});

test.each([
  ["Spring Field", "Springfield", "/mnt"],
  ["springfield", " ", "/mnt"],
  ["springfield", "Springfield", "mnt/springfield"],
  ["springfield", "Springfield", ""],
  [null, "Springfield", "/mnt"],
])("slug %j, name %j and storage root %j are refused with 400", async (slug, name, root) => {
  await expect(
    call("select * from public.create_site($1, $2, $3)", [slug, name, root]),
  ).rejects.toMatchObject({
    code: "PT400",
  });
});

test("a new storage root is not checked yet, a new name alone forgets nothing", async () => {
  const siteId = (await create("springfield")).rows[0]?.id;
  await db.worker.query("select private.report_site('springfield', 'healthy', null, 1000, 400)");
  const change = (name: string, root: string) =>
    call("select * from public.change_site($1, $2, $3)", [siteId, name, root]);

  expect((await change("City of Springfield", "/mnt/springfield")).rows).toMatchObject([
    { name: "City of Springfield", health: "healthy", storage_free_mb: expect.anything() as unknown },
  ]);
  expect((await change("City of Springfield", "/mnt/new")).rows).toMatchObject([
    { health: "unknown", storage_free_mb: null },
  ]);
});

test("nodes go on without a site that is removed; one that is gone is refused with 404", async () => {
  const siteId = (await create("springfield")).rows[0]?.id;
  const nodeId = await registerNode(db.worker, "of-springfield");
  await db.owner.query("update public.nodes set site_id = $1 where id = $2", [siteId, nodeId]);

  await call("select public.remove_site($1)", [siteId]);

  const { rows } = await db.owner.query("select site_id from public.nodes where id = $1", [nodeId]);
  expect(rows).toEqual([{ site_id: null }]);
  await expect(call("select public.remove_site($1)", [siteId])).rejects.toMatchObject({ code: "PT404" });
  await expect(call("select public.change_site($1, 'A', '/a')", [siteId])).rejects.toMatchObject({
    code: "PT404",
  });
});
