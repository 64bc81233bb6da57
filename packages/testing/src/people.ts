import { randomUUID } from "node:crypto";
import pg from "pg";

export type ProjectRole = "viewer" | "operator" | "admin";

/** An account as the auth server would make it, without a password. Returns its id. */
export async function createUser(db: pg.Pool, email = `${randomUUID()}@example.test`): Promise<string> {
  const userId = randomUUID();
  await db.query(
    `insert into auth.users (id, aud, role, email, email_confirmed_at, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
     values ($1, 'authenticated', 'authenticated', $2, now(), '{}', '{}', now(), now())`,
    [userId, email],
  );
  return userId;
}

/** A project with no members. Returns its id. */
export async function createProject(db: pg.Pool): Promise<string> {
  const projectId = randomUUID();
  await db.query("insert into public.projects (id, slug, name) values ($1, $2, 'Test project')", [
    projectId,
    `test-${projectId}`,
  ]);
  return projectId;
}

export async function addMember(
  db: pg.Pool,
  projectId: string,
  userId: string,
  role: ProjectRole,
): Promise<void> {
  await db.query("insert into public.project_members (project_id, user_id, role) values ($1, $2, $3)", [
    projectId,
    userId,
    role,
  ]);
}

/** A project with one person in each role, and one who is in none. */
export interface People {
  projectId: string;
  admin: string;
  operator: string;
  viewer: string;
  stranger: string;
}

export async function createPeople(db: pg.Pool): Promise<People> {
  const projectId = await createProject(db);
  const [admin, operator, viewer, stranger] = await Promise.all([
    createUser(db),
    createUser(db),
    createUser(db),
    createUser(db),
  ]);
  await addMember(db, projectId, admin, "admin");
  await addMember(db, projectId, operator, "operator");
  await addMember(db, projectId, viewer, "viewer");
  return { projectId, admin, operator, viewer, stranger };
}

/** A key of the project, made as its administrator would. */
export async function createApiKey(
  db: pg.Pool,
  projectId: string,
  role: ProjectRole = "operator",
): Promise<{ id: string; key: string }> {
  const client = await db.connect();
  try {
    // As the service key: whoever runs the tests is a member of nothing.
    await client.query(`select set_config('request.jwt.claims', '{"role": "service_role"}', false)`);
    const { rows } = await client.query<{ id: string; key: string }>(
      "select (c.api_key).id, c.key from public.create_api_key($1, 'A test', $2) as c",
      [projectId, role],
    );
    const [made] = rows;
    if (!made) throw new Error("create_api_key returned nothing");
    return made;
  } finally {
    await client.query("reset request.jwt.claims");
    client.release();
  }
}
