import { startTestStack, type TestStack } from "@spool/testing/stack";
import { createApiKey, createPeople, type People } from "@spool/testing/people";
import { insertJob } from "@spool/testing/jobs";
import { createServiceClient } from "@spool/db/service-client";
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let stack: TestStack;
let owner: pg.Pool;
let people: People;
let jobId: string;
let key: { id: string; key: string };

beforeAll(async () => {
  stack = await startTestStack();
  owner = new pg.Pool({ connectionString: stack.databaseUrl, max: 4 });
  people = await createPeople(owner);
  jobId = await insertJob(owner, { projectId: people.projectId });
  key = await createApiKey(owner, people.projectId);
});
afterAll(async () => {
  await owner.end();
  await stack.stop();
});

const call = (path: string, init: { method?: string; headers?: Record<string, string>; body?: unknown } = {}) =>
  fetch(`${stack.apiUrl}${path}`, {
    method: init.method ?? "GET",
    headers: { apikey: stack.publishableKey, "Content-Type": "application/json", ...init.headers },
    ...(init.body === undefined ? {} : { body: JSON.stringify(init.body) }),
  }); // prettier-ignore

const withKey = (value = key.key) => ({ "x-spool-key": value });
const newJob = () => ({ project_id: people.projectId, job_type: "doubt", payload: { question: "Q" } });

describe("a program with an API key, over REST", () => {
  test("submits, reads and steers, and is named in the events", async () => {
    const post = (path: string, body: unknown) =>
      call(path, { method: "POST", headers: { ...withKey(), Prefer: "return=representation", Accept: "application/vnd.pgrst.object+json" }, body });

    const submitted = await post("/rest/v1/jobs", newJob());
    const job = (await submitted.json()) as { id: string; status: string };
    expect([submitted.status, job.status]).toEqual([201, "pending"]);
    const read = await call(`/rest/v1/jobs?select=id&id=eq.${job.id}`, { headers: withKey() });
    expect(await read.json()).toEqual([{ id: job.id }]);
    const cancelled = await post("/rest/v1/rpc/cancel_job", { job_id: job.id });
    expect([cancelled.status, await cancelled.json()]).toMatchObject([200, { status: "cancelled" }]);
    const events = await call(`/rest/v1/job_events?select=cause,actor_kind,actor_id&job_id=eq.${job.id}&order=id`, { headers: withKey() });
    expect(await events.json()).toEqual([
      { cause: "insert", actor_kind: "api_key", actor_id: key.id },
      { cause: "cancel", actor_kind: "api_key", actor_id: key.id },
    ]);
  });

  test("reads by GET and HEAD, in transactions that may not write", async () => {
    await owner.query("update public.api_keys set last_used_at = null where id = $1", [key.id]);

    const read = await call("/rest/v1/jobs?select=id&limit=1", { headers: withKey() });
    expect([read.status, await read.json()]).toMatchObject([200, [{}]]);
    const stats = await call("/rest/v1/rpc/get_queue_stats", { headers: withKey() });
    expect([stats.status, await stats.json()]).toMatchObject([200, { total: expect.any(Number) as number }]);
    expect((await call("/rest/v1/jobs", { method: "HEAD", headers: withKey() })).status).toBe(200);
  });

  test("without a key sees nothing and may nothing", async () => {
    expect(await (await call("/rest/v1/jobs?select=id")).json()).toEqual([]);
    expect((await call("/rest/v1/jobs", { method: "POST", body: newJob() })).status).toBe(401);
    expect((await call("/rest/v1/rpc/cancel_job", { method: "POST", body: { job_id: jobId } })).status).toBe(401); // prettier-ignore
    expect((await call("/rest/v1/api_keys?select=id")).status).toBe(200);
    expect(await (await call("/rest/v1/api_keys?select=id")).json()).toEqual([]);
  });

  test.each([
    ["forged", () => `spool_00000000_${"ab".repeat(32)}`],
    ["cut", () => key.key.slice(0, -1)],
    ["longer", () => `${key.key}0`],
    ["in upper case", () => key.key.toUpperCase()],
    ["full of quotes", () => `'"; drop table public.jobs; --`],
  ])("with a key that is %s gets 401 and the reason", async (_what, forged) => {
    for (const response of [
      await call("/rest/v1/jobs?select=id", { headers: withKey(forged()) }),
      await call("/rest/v1/jobs", { method: "POST", headers: withKey(forged()), body: newJob() }),
      await call("/rest/v1/rpc/cancel_job", { method: "POST", headers: withKey(forged()), body: { job_id: jobId } }), // prettier-ignore
    ]) {
      expect([response.status, await response.json()]).toMatchObject([401, { code: "PT401", message: "The API key in x-spool-key is not known" }]); // prettier-ignore
    }
  });

  test("with a revoked or an expired key gets 401 and the reason", async () => {
    const [revoked, expired] = [await createApiKey(owner, people.projectId), await createApiKey(owner, people.projectId)]; // prettier-ignore
    await owner.query("update public.api_keys set revoked_at = now() where id = $1", [revoked.id]);
    await owner.query("update public.api_keys set expires_at = now() where id = $1", [expired.id]);

    for (const [made, message] of [
      [revoked, /was revoked/],
      [expired, /has expired/],
    ] as const) {
      const response = await call("/rest/v1/jobs?select=id", { headers: withKey(made.key) });
      const body: unknown = await response.json();
      expect([response.status, body]).toMatchObject([401, { code: "PT401" }]);
      expect((body as { message: string }).message).toMatch(message);
    }
  });

  test("with the key of another project gets none of this one", async () => {
    const other = await createPeople(owner);
    const foreign = await createApiKey(owner, other.projectId, "admin");

    const read = await call(`/rest/v1/jobs?select=id&id=eq.${jobId}`, { headers: withKey(foreign.key) });
    expect(await read.json()).toEqual([]);
    const submitted = await call("/rest/v1/jobs", { method: "POST", headers: withKey(foreign.key), body: newJob() }); // prettier-ignore
    expect(submitted.status).toBe(401);
    const cancelled = await call("/rest/v1/rpc/cancel_job", { method: "POST", headers: withKey(foreign.key), body: { job_id: jobId } }); // prettier-ignore
    expect(cancelled.status).toBe(404);
  });

  test("does not manage keys, members or limits with the key of an administrator", async () => {
    const admin = await createApiKey(owner, people.projectId, "admin");
    const calls: [string, Record<string, unknown>][] = [
      ["create_api_key", { project_id: people.projectId, name: "Mine" }],
      ["rotate_api_key", { api_key_id: admin.id }],
      ["revoke_api_key", { api_key_id: key.id }],
      ["add_member", { project_id: people.projectId, user_id: people.stranger, role: "admin" }],
      ["remove_member", { project_id: people.projectId, user_id: people.admin }],
      ["set_project_limits", { project_id: people.projectId }],
      ["set_instance_role", { user_id: people.stranger, role: "admin" }],
      ["pause_queue", { name: "live" }],
      ["verify_audit_chain", {}],
    ];
    for (const [name, body] of calls) {
      expect([name, (await call(`/rest/v1/rpc/${name}`, { method: "POST", headers: withKey(admin.key), body })).status]).toEqual([name, 401]); // prettier-ignore
    }
  });

  test("over a limit gets 429 with Retry-After and a sentence that says when", async () => {
    const limited = await createPeople(owner);
    const program = withKey((await createApiKey(owner, limited.projectId)).key);
    const body = { ...newJob(), project_id: limited.projectId };
    await owner.query("insert into public.project_limits (project_id, set_by, submissions_per_minute) values ($1, 'instance', 1)", [limited.projectId]); // prettier-ignore

    expect((await call("/rest/v1/jobs", { method: "POST", headers: program, body })).status).toBe(201);
    const refused = await call("/rest/v1/jobs", { method: "POST", headers: program, body });

    expect([refused.status, await refused.json()]).toMatchObject([
      429,
      {
        code: "PT429",
        message: expect.stringMatching(/Try again in \d+ seconds$/) as string,
        details: expect.stringMatching(/^\{"retry_after_seconds": \d+\}$/) as string,
      },
    ]);
    const wait = Number(refused.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(50);
    expect(wait).toBeLessThanOrEqual(61);
  });

  test("finds nothing of the schemas that are not exposed", async () => {
    for (const path of ["/rest/v1/api_key_secrets", "/rest/v1/rpc/record_audit", "/rest/v1/rpc/note_api_key_use"]) {
      expect((await call(path, { headers: withKey() })).status).toBe(404);
    }
    const profiled = await call("/rest/v1/api_key_secrets", { headers: { ...withKey(), "Accept-Profile": "private" } }); // prettier-ignore
    expect([404, 406]).toContain(profiled.status);
  });
}); // prettier-ignore

describe("a program with an API key, in Storage", () => {
  test("downloads the finished files of its project, and of no other", async () => {
    const client = createServiceClient(stack.apiUrl, stack.secretKey);
    await client.storage.from("videos").upload(`${jobId}/a/video.mp4`, Buffer.from("film"), { contentType: "video/mp4" }); // prettier-ignore
    const other = await createApiKey(owner, (await createPeople(owner)).projectId);
    const path = `/storage/v1/object/authenticated/videos/${jobId}/a/video.mp4`;

    const mine = await call(path, { headers: withKey() });
    expect([mine.status, await mine.text()]).toEqual([200, "film"]);
    expect((await call(path, { headers: withKey(other.key) })).status).toBeGreaterThanOrEqual(400);
    expect((await call(path)).status).toBeGreaterThanOrEqual(400);
    const signed = await call(`/storage/v1/object/sign/videos/${jobId}/a/video.mp4`, { method: "POST", headers: withKey(), body: { expiresIn: 60 } }); // prettier-ignore
    expect(signed.status).toBe(200);
  });

  test("an upload over the project's limit is refused, and leaves nothing", async () => {
    const limited = await createPeople(owner);
    const id = await insertJob(owner, { projectId: limited.projectId });
    await owner.query("insert into public.project_limits (project_id, set_by, bytes_stored) values ($1, 'instance', 10)", [limited.projectId]); // prettier-ignore
    const client = createServiceClient(stack.apiUrl, stack.secretKey);

    const { error } = await client.storage.from("videos").upload(`${id}/a/video.mp4`, Buffer.alloc(11));

    expect(error).not.toBeNull();
    expect((await client.storage.from("videos").list(`${id}/a`)).data).toEqual([]);
    expect((await client.storage.from("videos").upload(`${id}/a/video.mp4`, Buffer.alloc(10))).error).toBeNull();
  });
}); // prettier-ignore

describe("tokens and claims that are not ours", () => {
  const now = () => Math.floor(Date.now() / 1_000);
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const token = (header: object, claims: object, signed: (input: Buffer) => Buffer) => {
    const input = `${part({ typ: "JWT", ...header })}.${part(claims)}`;
    return `${input}.${signed(Buffer.from(input)).toString("base64url")}`;
  };

  test("a token signed by somebody else, by none, or by our public key as a secret is refused with 401", async () => {
    const claims = { role: "service_role", sub: people.admin, exp: now() + 600 };
    const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const foreign = (input: Buffer) => sign("sha256", input, { key: privateKey, dsaEncoding: "ieee-p1363" });
    const jwks = (await (await call("/auth/v1/.well-known/jwks.json")).json()) as { keys: Record<string, string>[] };
    const published = JSON.stringify(jwks.keys[0]);
    const kid = jwks.keys[0]?.["kid"] ?? "";
    const tokens = [
      token({ alg: "ES256", kid }, claims, foreign),
      token({ alg: "HS256", kid }, claims, (input) => createHmac("sha256", published).update(input).digest()),
      token({ alg: "ES256", kid, jwk: publicKey.export({ format: "jwk" }) }, claims, foreign),
      token({ alg: "none" }, claims, () => Buffer.alloc(0)),
      "not-a-token",
    ];
    for (const sent of tokens) {
      const response = await call("/rest/v1/jobs?select=id", { headers: { Authorization: `Bearer ${sent}` } });
      expect(response.status).toBe(401);
    }
  });

  test("an unknown apikey is refused before any x-spool-key is looked at", async () => {
    const response = await call("/rest/v1/jobs?select=id", { headers: { ...withKey(), apikey: key.key } });

    expect(response.status).toBe(401);
  });
}); // prettier-ignore
