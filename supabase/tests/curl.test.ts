import { createApiKey, createProject } from "@spool/testing/people";
import { startTestStack, type TestStack } from "@spool/testing/stack";
import { execFile } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** The calls that are documented for curl, made by the curl of this machine, the way people type them. */
const run = promisify(execFile);
const version = await run("curl", ["--version"]).then(
  ({ stdout }) => stdout.split(" ")[1],
  () => undefined,
);
if (version === undefined) console.info("Not tried: this machine has no curl.");

interface Answer {
  status: number;
  /** Of the last answer: curl asks before it sends much. */
  headers: Headers;
  text: string;
  bytes: Buffer;
}

let stack: TestStack;
let owner: pg.Pool;
let folder: string;
let projectId: string;
const bucket = `curl-${randomUUID()}`;
const email = `${randomUUID()}@spool.test`;
const password = randomBytes(12).toString("base64url");

async function curl(path: string, ...args: string[]): Promise<Answer> {
  const [head, body] = [join(folder, "head"), join(folder, "body")];
  await writeFile(body, "");
  const url = path.startsWith("http") ? path : `${stack.apiUrl}${path}`;
  const output = ["--max-time", "30", "-sS", "-D", head, "-o", body, "-w", "%{http_code}"];
  const { stdout } = await run("curl", [...output, url, ...args]);
  const lines =
    (await readFile(head, "latin1"))
      .trim()
      .split(/\r\n\r\n/)
      .at(-1)
      ?.split("\r\n")
      .slice(1) ?? [];
  const headers = new Headers(lines.map((line) => line.split(/: ?(.*)/s).slice(0, 2) as [string, string]));
  const bytes = await readFile(body);
  return { status: Number(stdout), headers, text: bytes.toString(), bytes };
}

const json = (answer: Answer): unknown => JSON.parse(answer.text);
const header = (name: string, value: string) => ["-H", `${name}: ${value}`];
const JSON_BODY = header("Content-Type", "application/json");
const key = (value: string) => header("apikey", value);
const secret = () => [...key(stack.secretKey), ...header("Authorization", `Bearer ${stack.secretKey}`)];
const publishable = () => key(stack.publishableKey);

describe.skipIf(version === undefined)("curl", () => {
  beforeAll(async () => {
    stack = await startTestStack();
    owner = new pg.Pool({ connectionString: stack.databaseUrl, max: 2 });
    folder = await mkdtemp(join(tmpdir(), "spool-curl-"));
    projectId = await createProject(owner);
    const made = [
      await curl("/storage/v1/bucket", ...secret(), ...JSON_BODY, "-d", JSON.stringify({ name: bucket })),
      await curl(
        "/auth/v1/admin/users", ...secret(), ...JSON_BODY,
        "-d", JSON.stringify({ email, password, email_confirm: true }),
      ),
    ]; // prettier-ignore
    expect(made.map(({ status }) => status)).toEqual([200, 200]);
  });
  afterAll(async () => {
    const { rows } = await owner.query<{ id: string }>("select id from auth.users where email = $1", [email]);
    for (const { id } of rows) await curl(`/auth/v1/admin/users/${id}`, "-X", "DELETE", ...secret());
    const { rows: left } = await owner.query<{ name: string }>(
      "select name from storage.objects where bucket_id = $1",
      [bucket],
    );
    const prefixes = JSON.stringify({ prefixes: left.map(({ name }) => name) });
    await curl(`/storage/v1/object/${bucket}`, "-X", "DELETE", ...secret(), ...JSON_BODY, "-d", prefixes);
    await curl(`/storage/v1/bucket/${bucket}`, "-X", "DELETE", ...secret());
    await owner.end();
    await stack.stop();
    await rm(folder, { recursive: true });
  });

  test("submits a job as the README has it, and a wrong payload is named by its field", async () => {
    const insert = (body: object) =>
      curl(
        "/rest/v1/jobs", ...secret(), ...JSON_BODY, ...header("Prefer", "return=representation"), "-d", JSON.stringify(body),
      ); // prettier-ignore

    const job = {
      job_type: "doubt",
      priority: "high",
      payload: { question: "Why is the sky blue?", length: 60 },
    };
    const taken = await insert({ ...job, project_id: projectId });
    const wrong = await insert({ ...job, project_id: projectId, payload: {} });

    expect([taken.status, json(taken)]).toMatchObject([201, [{ status: "pending", priority: "high" }]]);
    expect([wrong.status, json(wrong)]).toMatchObject([
      400,
      { code: "PT400", message: "payload.question is required" },
    ]);
  });

  test("lists with filters, a page and its total, and with -G", async () => {
    const list = `/rest/v1/jobs?project_id=eq.${projectId}&select=title,status,asked:payload->>question`;
    const page = await curl(
      `${list}&status=in.(pending,queued)&order=created_at.desc`,
      ...secret(), ...header("Prefer", "count=exact"), ...header("Range", "0-0"),
    ); // prettier-ignore
    const typed = await curl(
      "/rest/v1/jobs", "-G", ...secret(), "-d", "select=title", "-d", `project_id=eq.${projectId}`,
      "--data-urlencode", "payload->>question=ilike.*sky blue?*",
    ); // prettier-ignore
    const head = await curl(list, "-I", ...secret(), ...header("Prefer", "count=exact"));
    const none = await curl(`${list}&status=eq.failed`, ...secret());

    expect([page.status, page.headers.get("content-range"), json(page)]).toMatchObject([
      200,
      "0-0/1",
      [{ asked: "Why is the sky blue?" }],
    ]);
    expect([typed.status, json(typed)]).toMatchObject([200, [{}]]);
    expect([head.status, head.headers.get("content-range")]).toEqual([200, "0-0/1"]);
    expect([none.status, none.text]).toEqual([200, "[]"]);
  });

  test("calls functions by POST and by GET", async () => {
    const posted = await curl(
      "/rest/v1/rpc/get_queue_stats",
      "-X", "POST", ...secret(), ...JSON_BODY, "-d", "{}",
    ); // prettier-ignore
    const got = await curl("/rest/v1/rpc/get_queue_stats", ...secret());
    const unknown = await curl("/rest/v1/rpc/no_such_function", ...secret());

    for (const stats of [posted, got])
      expect([stats.status, json(stats)]).toMatchObject([200, { total: expect.any(Number) as number }]);
    expect([unknown.status, json(unknown)]).toMatchObject([404, { code: "PGRST202" }]);
  });

  test("signs in, is somebody, signs on and out; a wrong password is told", async () => {
    const signIn = (word: string) =>
      curl(
        "/auth/v1/token?grant_type=password",
        ...publishable(), ...JSON_BODY, "-d", JSON.stringify({ email, password: word }),
      ); // prettier-ignore
    const answer = await signIn(password);
    const session = json(answer) as { access_token: string; refresh_token: string };
    const bearer = [...publishable(), ...header("Authorization", `Bearer ${session.access_token}`)];
    expect(answer.status).toBe(200);

    expect(json(await curl("/auth/v1/user", ...bearer))).toMatchObject({ email });
    const refreshed = await curl(
      "/auth/v1/token?grant_type=refresh_token",
      ...publishable(), ...JSON_BODY, "-d", JSON.stringify({ refresh_token: session.refresh_token }),
    ); // prettier-ignore
    expect([refreshed.status, json(refreshed)]).toMatchObject([200, { token_type: "bearer" }]);
    expect((await curl("/auth/v1/logout", "-X", "POST", ...bearer)).status).toBe(204);
    expect((await curl("/auth/v1/user", ...bearer)).status).toBe(403);
    const wrong = await signIn("wrong");
    expect([wrong.status, json(wrong)]).toMatchObject([400, { error_code: "invalid_credentials" }]);
  });

  test("uploads a file raw, by pipe and by form, and downloads it whole, in parts and on from where it broke off", async () => {
    const content = randomBytes(2_500_000); // large enough for curl to ask first (Expect: 100-continue)
    const path = join(folder, "film.mp4");
    await writeFile(path, content);
    const object = (name: string) => `/storage/v1/object/${bucket}/${name}`;
    const type = header("Content-Type", "video/mp4");

    const raw = await curl(
      object("raw.mp4"),
      "-X",
      "POST",
      ...secret(),
      ...type,
      "--data-binary",
      `@${path}`,
    );
    const put = await curl(object("put.mp4"), "-T", path, ...secret(), ...type);
    const piped = await curl(
      object("piped.mp4"),
      "-T", path, ...secret(), ...type, ...header("Transfer-Encoding", "chunked"),
    ); // prettier-ignore
    const form = await curl(object("form.mp4"), ...secret(), "-F", `file=@${path};type=video/mp4`);
    const again = await curl(object("raw.mp4"), "-X", "POST", ...secret(), "--data-binary", "x");
    expect([raw, put, piped, form].map(({ status, text }) => [status, text.slice(0, 6)])).toEqual(
      Array(4).fill([200, expect.stringMatching(/^\{"(Id|Key)/)]),
    );
    expect(json(again)).toMatchObject({ statusCode: "409", error: "Duplicate" });

    for (const name of ["raw.mp4", "put.mp4", "piped.mp4", "form.mp4"]) {
      const whole = await curl(object(name), ...secret());
      expect([whole.status, whole.headers.get("content-type"), whole.bytes.equals(content)]).toEqual([
        200,
        "video/mp4",
        true,
      ]);
    }
    const part = await curl(object("raw.mp4"), ...secret(), "-r", "1000-1999");
    expect([part.status, part.headers.get("content-range")]).toEqual([206, "bytes 1000-1999/2500000"]);
    expect(part.bytes.equals(content.subarray(1_000, 2_000))).toBe(true);
    const last = await curl(object("raw.mp4"), ...secret(), "-r", "-5");
    expect(last.bytes.equals(content.subarray(-5))).toBe(true);
    expect((await curl(object("raw.mp4"), ...secret(), "-r", "2500000-")).status).toBe(416);
    const head = await curl(object("raw.mp4"), "-I", ...secret());
    expect([head.status, head.headers.get("content-length")]).toEqual([200, "2500000"]);

    const half = join(folder, "half.mp4");
    await writeFile(half, content.subarray(0, 1_234_567));
    await run("curl", [
      "-sS",
      "-f",
      "-C",
      "-",
      "-o",
      half,
      `${stack.apiUrl}${object("raw.mp4")}`,
      ...secret(),
    ]);
    expect((await readFile(half)).equals(content)).toBe(true);
  });

  test("uploads resumably by hand: create, a part, ask how far, the rest", async () => {
    const content = randomBytes(300_000);
    const encode = (text: string) => Buffer.from(text).toString("base64");
    const tus = [...secret(), ...header("Tus-Resumable", "1.0.0")];
    const names = `bucketName ${encode(bucket)},objectName ${encode("tus.bin")},contentType ${encode("video/mp4")}`;
    const created = await curl(
      "/storage/v1/upload/resumable",
      "-X", "POST", ...tus, ...header("Upload-Length", String(content.length)), ...header("Upload-Metadata", names),
    ); // prettier-ignore
    const address = created.headers.get("location") ?? "";
    expect([created.status, address]).toEqual([
      201,
      expect.stringContaining("/storage/v1/upload/resumable/"),
    ]);
    const send = async (offset: number, bytes: Buffer) => {
      const path = join(folder, "part");
      await writeFile(path, bytes);
      const type = header("Content-Type", "application/offset+octet-stream");
      return curl(
        address,
        "-X", "PATCH", ...tus, ...header("Upload-Offset", String(offset)), ...type, "--data-binary", `@${path}`,
      ); // prettier-ignore
    };

    expect((await send(0, content.subarray(0, 100_000))).headers.get("upload-offset")).toBe("100000");
    expect((await send(50_000, content)).status).toBe(409);
    const asked = await curl(address, "-I", ...tus);
    expect([asked.status, asked.headers.get("upload-offset"), asked.headers.get("upload-length")]).toEqual([
      200,
      "100000",
      "300000",
    ]);
    expect((await send(100_000, content.subarray(100_000))).status).toBe(204);
    expect((await curl(`/storage/v1/object/${bucket}/tus.bin`, ...secret())).bytes.equals(content)).toBe(
      true,
    );
  });

  test("signs an address that anybody may open, and one that takes a file", async () => {
    const name = `${bucket}/signed.txt`;
    const permit = await curl(`/storage/v1/object/upload/sign/${name}`, "-X", "POST", ...secret());
    const { url } = json(permit) as { url: string };
    const sent = await curl(
      `/storage/v1${url}`,
      "-X",
      "PUT",
      ...header("Content-Type", "text/plain"),
      "-d",
      "hello",
    );
    expect([permit.status, sent.status]).toEqual([200, 200]);

    const signed = await curl(
      `/storage/v1/object/sign/${name}`,
      ...secret(), ...JSON_BODY, "-d", JSON.stringify({ expiresIn: 60 }),
    ); // prettier-ignore
    const { signedURL } = json(signed) as { signedURL: string };
    const opened = await curl(`/storage/v1${signedURL}`);
    const forged = await curl(`/storage/v1${signedURL}x`);

    expect([opened.status, opened.text, opened.headers.get("content-type")]).toEqual([
      200,
      "hello",
      "text/plain",
    ]);
    expect([forged.status, json(forged)]).toMatchObject([400, { error: "InvalidJWT" }]);
  });

  test("a program speaks with its own key beside the publishable one", async () => {
    const { key: programKey } = await createApiKey(owner, projectId);
    const body = JSON.stringify({ project_id: projectId, job_type: "doubt", payload: { question: "Q" } });
    const submit = (value: string) =>
      curl("/rest/v1/jobs", ...publishable(), ...header("x-spool-key", value), ...JSON_BODY, "-d", body);

    const taken = await submit(programKey);
    const listed = await curl(
      "/rest/v1/jobs?select=id&limit=1",
      ...publishable(), ...header("x-spool-key", programKey),
    ); // prettier-ignore
    const wrong = await submit(`${programKey.slice(0, -1)}x`);

    expect([taken.status, taken.text]).toEqual([201, ""]);
    expect([listed.status, json(listed)]).toMatchObject([200, [{}]]);
    expect([wrong.status, json(wrong)]).toMatchObject([401, { code: "PT401" }]);
  });

  test("without a key or with a wrong one every service answers 401", async () => {
    for (const path of ["/rest/v1/jobs", "/auth/v1/user", "/storage/v1/bucket"]) {
      for (const wrong of [[], key("sb_secret_wrong"), key("x")])
        expect([path, (await curl(path, ...wrong)).status]).toEqual([path, 401]);
    }
  });
});
