import { asAnon, asApiKey, asService, asUser, type Caller } from "@spool/testing/callers";
import { addMember, createApiKey, createPeople, createUser, type People } from "@spool/testing/people";
import { useTestDatabase } from "@spool/testing/use-database";
import { beforeEach, describe, expect, test } from "vitest";

const db = useTestDatabase();
let people: People;
let admin: Caller;

beforeEach(async () => {
  people = await createPeople(db.owner);
  admin = asUser(db.api, people.admin);
});

const roles = async (): Promise<Record<string, string>> => {
  const { rows } = await db.owner.query<{ user_id: string; role: string }>(
    "select user_id, role from public.project_members where project_id = $1",
    [people.projectId],
  );
  return Object.fromEntries(rows.map(({ user_id, role }) => [user_id, role]));
};
const instanceRole = async (userId: string): Promise<unknown> =>
  (await db.owner.query("select instance_role from public.profiles where user_id = $1", [userId])).rows[0];
const makeInstanceAdmin = (userId: string) =>
  db.owner.query("update public.profiles set instance_role = 'admin' where user_id = $1", [userId]);

const add = (caller: Caller, options: { userId?: string; email?: string; role?: string }) =>
  caller("select * from public.add_member($1, $2, $3, $4)", [people.projectId, options.userId, options.email, options.role ?? "viewer"]); // prettier-ignore
const change = (caller: Caller, userId: string, role: string) =>
  caller("select * from public.change_member_role($1, $2, $3)", [people.projectId, userId, role]);
const remove = (caller: Caller, userId: string) =>
  caller("select public.remove_member($1, $2)", [people.projectId, userId]);

describe("members", () => {
  test("are added by user id or by e-mail, in any case", async () => {
    const one = await createUser(db.owner);
    const two = await createUser(db.owner, `Two-${one}@Example.test`);

    await add(admin, { userId: one, role: "operator" });
    await add(admin, { email: ` two-${one}@example.TEST ` });

    expect(await roles()).toMatchObject({ [one]: "operator", [two]: "viewer" });
  });

  test("are not added twice, without an account, or by neither id nor address", async () => {
    await expect(add(admin, { userId: people.viewer })).rejects.toMatchObject({ code: "PT409" });
    await expect(add(admin, { email: "nobody@example.test" })).rejects.toMatchObject({ code: "PT404" });
    await expect(add(admin, {})).rejects.toMatchObject({ code: "PT400" });
    await expect(add(admin, { userId: people.viewer, email: "a@b.test" })).rejects.toMatchObject({ code: "PT400" }); // prettier-ignore
  });

  test("change their role and leave", async () => {
    await change(admin, people.viewer, "operator");
    await remove(admin, people.operator);

    expect(await roles()).toEqual({ [people.admin]: "admin", [people.viewer]: "operator" });
    await expect(change(admin, people.operator, "viewer")).rejects.toMatchObject({ code: "PT404" });
    await expect(remove(admin, people.operator)).rejects.toMatchObject({ code: "PT404" });
  });

  test("whoever is in a project may leave it", async () => {
    await remove(asUser(db.api, people.viewer), people.viewer);

    expect(await roles()).not.toHaveProperty(people.viewer);
  });

  test.each(["operator", "viewer"] as const)("are not managed by the %s", async (name) => {
    const caller = asUser(db.api, people[name]);

    for (const attempt of [
      () => add(caller, { userId: people.stranger }),
      () => change(caller, people[name], "admin"),
      () => remove(caller, people.admin),
      () => caller("select public.rename_project($1, 'Mine')", [people.projectId]),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "PT403" });
    }
  });

  test("are not managed by a stranger, a key, or nobody", async () => {
    const { key } = await createApiKey(db.owner, people.projectId, "admin");

    await expect(add(asUser(db.api, people.stranger), { userId: people.stranger })).rejects.toMatchObject({ code: "PT404" }); // prettier-ignore
    await expect(add(asApiKey(db.api, key), { userId: people.stranger })).rejects.toMatchObject({ code: "42501" }); // prettier-ignore
    await expect(add(asAnon(db.api), { userId: people.stranger })).rejects.toMatchObject({ code: "42501" });
  });

  test("are managed by the service key and by an administrator of the instance", async () => {
    await makeInstanceAdmin(people.stranger);

    await add(asService(db.api), { userId: await createUser(db.owner) });
    await add(asUser(db.api, people.stranger), { userId: people.stranger, role: "admin" });

    expect(await roles()).toMatchObject({ [people.stranger]: "admin" });
  });
});

describe("the last administrator of a project", () => {
  test("is neither removed nor lowered, not even by their own hand", async () => {
    for (const attempt of [
      () => remove(admin, people.admin),
      () => change(admin, people.admin, "operator"),
      () => remove(asService(db.api), people.admin),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "PT409" });
    }
    expect(await roles()).toMatchObject({ [people.admin]: "admin" });
  });

  test("stays when two administrators remove each other at the same moment", async () => {
    for (let round = 0; round < 10; round += 1) {
      const both = await createPeople(db.owner);
      const other = await createUser(db.owner);
      await addMember(db.owner, both.projectId, other, "admin");
      const removeFrom = (caller: string, target: string) =>
        asUser(db.api, caller)("select public.remove_member($1, $2)", [both.projectId, target]);

      await Promise.allSettled([removeFrom(both.admin, other), removeFrom(other, both.admin)]);

      const { rowCount } = await db.owner.query(
        "select from public.project_members where project_id = $1 and role = 'admin'",
        [both.projectId],
      );
      expect(rowCount).toBe(1);
    }
  });
});

describe("projects", () => {
  test("are made by administrators of the instance, who become their first administrators", async () => {
    await makeInstanceAdmin(people.stranger);
    const slug = `made-${people.stranger}`;
    const create = (caller: Caller) =>
      caller<{ id: string }>("select * from public.create_project($1, 'Made')", [slug]);

    await expect(create(admin)).rejects.toMatchObject({ code: "PT403" });
    const { rows } = await create(asUser(db.api, people.stranger));

    const members = await db.owner.query("select user_id, role from public.project_members where project_id = $1", [rows[0]?.id]); // prettier-ignore
    expect(members.rows).toEqual([{ user_id: people.stranger, role: "admin" }]);
    await expect(create(asService(db.api))).rejects.toMatchObject({ code: "PT409" });
  });

  test.each([
    ["Upper", "Name"],
    ["-first", "Name"],
    ["", "Name"],
    ["x".repeat(64), "Name"],
    ["fine", " "],
    ["fine", "x".repeat(201)],
  ])("slug %j with name %j is refused with a sentence", async (slug, name) => {
    await expect(asService(db.api)("select public.create_project($1, $2)", [slug, name])).rejects.toMatchObject({ code: "PT400" }); // prettier-ignore
  });

  test("are renamed by their administrators", async () => {
    await admin("select public.rename_project($1, ' Shorts ')", [people.projectId]);

    const { rows } = await admin("select name from public.projects where id = $1", [people.projectId]);
    expect(rows).toEqual([{ name: "Shorts" }]);
  });
});

describe("instance roles", () => {
  const setRole = (caller: Caller, userId: string, role: string) =>
    caller("select public.set_instance_role($1, $2)", [userId, role]);

  beforeEach(() => db.owner.query("update public.profiles set instance_role = 'none'"));

  test("are given by administrators of the instance and the service key alone", async () => {
    await setRole(asService(db.api), people.stranger, "admin");
    await setRole(asUser(db.api, people.stranger), people.viewer, "operator");

    expect(await instanceRole(people.viewer)).toEqual({ instance_role: "operator" });
    for (const caller of [admin, asUser(db.api, people.viewer)]) {
      await expect(setRole(caller, people.viewer, "admin")).rejects.toMatchObject({ code: "PT403" });
    }
    await expect(setRole(asAnon(db.api), people.viewer, "admin")).rejects.toMatchObject({ code: "42501" });
  });

  test("the last administrator stays, also when two lower each other at the same moment", async () => {
    await makeInstanceAdmin(people.admin);
    await expect(setRole(asUser(db.api, people.admin), people.admin, "none")).rejects.toMatchObject({ code: "PT409" }); // prettier-ignore

    for (let round = 0; round < 10; round += 1) {
      await makeInstanceAdmin(people.admin);
      await makeInstanceAdmin(people.operator);
      await Promise.allSettled([
        setRole(asUser(db.api, people.admin), people.operator, "none"),
        setRole(asUser(db.api, people.operator), people.admin, "none"),
      ]);
      const { rowCount } = await db.owner.query("select from public.profiles where instance_role = 'admin'");
      expect(rowCount).toBe(1);
    }
  });

  test("an administrator sees every profile, project and member, and no job of theirs", async () => {
    await makeInstanceAdmin(people.stranger);
    const caller = asUser(db.api, people.stranger);

    expect((await caller("select 1 from public.profiles where user_id = $1", [people.viewer])).rowCount).toBe(1); // prettier-ignore
    expect((await caller("select 1 from public.projects where id = $1", [people.projectId])).rowCount).toBe(1); // prettier-ignore
    expect((await caller("select 1 from public.jobs")).rowCount).toBe(0);
  });
});
