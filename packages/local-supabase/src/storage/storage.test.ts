import { randomBytes, randomUUID } from "node:crypto";
import { readdir } from "node:fs/promises";
import { request } from "node:http";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../realtime/gateway.test-support.ts";
import { OUTSIDE, testInside } from "../outside.test-support.ts";

const testDisk = testInside("it looks at the files, or the memory, of the process that serves");

const OWNER = randomUUID();
const STRANGER = randomUUID();
let gateway: TestGateway;
let storageUrl: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  storageUrl = `${gateway.apiUrl}/storage/v1`;
  await gateway.service.storage.createBucket("private", { public: false });
  await gateway.service.storage.createBucket("open", { public: true });
  await gateway.service.storage.createBucket("images", {
    public: false,
    fileSizeLimit: 1_000,
    allowedMimeTypes: ["image/*"],
  });
  const mine =
    "bucket_id = 'private' and (storage.foldername(name))[1] = (select current_setting('request.jwt.claims', true)::json ->> 'sub')";
  for (const [command, clause] of [
    ["select", `using (${mine})`], ["insert", `with check (${mine})`], ["update", `using (${mine})`], ["delete", `using (${mine})`],
  ] as const) await gateway.apply(`create policy "own ${command}" on storage.objects for ${command} to authenticated ${clause}`); // prettier-ignore
});
afterAll(() => gateway.stop());

const service = () => gateway.service.storage.from("private");
const serviceHeaders = () => ({ apikey: gateway.secretKey });
const put = (path: string, body: RequestInit["body"] & {}, headers: Record<string, string> = {}) =>
  fetch(`${storageUrl}/object/${path}`, {
    method: "POST",
    body,
    headers: { ...serviceHeaders(), ...headers },
  });
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${storageUrl}/object/${path}`, { headers: { ...serviceHeaders(), ...headers } });

async function filesOnDisk(): Promise<string[]> {
  const entries = await readdir(gateway.own.storageDir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`);
}
async function versionsInDatabase(): Promise<number> {
  const { rows } = await gateway.db.query<{ count: string }>("select count(*) from storage.objects");
  return Number(rows[0]?.count);
}
async function expectDiskMatchesDatabase(): Promise<void> {
  if (OUTSIDE) return; // its disk is not to be seen
  await expect.poll(async () => (await filesOnDisk()).length).toBe(await versionsInDatabase());
  expect((await filesOnDisk()).filter((path) => path.includes("/incoming/"))).toEqual([]);
}

test("supabase-js stores, describes, lists, moves, copies, downloads and removes an object", async () => {
  const uploaded = await service().upload("a/b/one.txt", new Blob(["hello"], { type: "text/plain" }), {
    cacheControl: "60",
    metadata: { made: "by hand" },
  });
  expect(uploaded.error).toBeNull();
  expect(uploaded.data).toMatchObject({ path: "a/b/one.txt", fullPath: "private/a/b/one.txt" });

  const { data: info } = await service().info("a/b/one.txt");
  expect(info).toMatchObject({
    size: 5,
    contentType: "text/plain",
    cacheControl: "max-age=60",
    metadata: { made: "by hand" },
  });
  expect((await service().exists("a/b/one.txt")).data).toBe(true);
  expect((await service().exists("a/b/none.txt")).data).toBe(false);

  expect((await service().copy("a/b/one.txt", "a/two.txt")).data).toEqual({ path: "private/a/two.txt" });
  expect((await service().move("a/two.txt", "a/three.txt")).error).toBeNull();
  const { data: listed } = await service().list("a");
  expect(listed?.map(({ name, id }) => [name, id === null])).toEqual([["b", true], ["three.txt", false]]); // prettier-ignore
  expect((await service().list("", { search: "A" })).data?.map(({ name }) => name)).toEqual(["a"]);

  const { data: blob } = await service().download("a/three.txt");
  expect(await blob?.text()).toBe("hello");
  const { data: removed } = await service().remove(["a/three.txt", "a/b/one.txt", "never/there"]);
  expect(removed?.map(({ name }) => name).sort()).toEqual(["a/b/one.txt", "a/three.txt"]);
  await expectDiskMatchesDatabase();
});

test("buckets are made, listed, changed, emptied and removed", async () => {
  const { storage } = gateway.service;
  expect((await storage.createBucket("spare", { public: false, fileSizeLimit: "20MB" })).data).toEqual({
    name: "spare",
  });
  expect((await storage.createBucket("spare", { public: false })).error).toMatchObject({
    statusCode: "409",
    message: "The resource already exists",
  });
  await storage.updateBucket("spare", { public: true });
  expect((await storage.getBucket("spare")).data).toMatchObject({
    id: "spare",
    public: true,
    file_size_limit: 20_000_000,
  });
  expect((await storage.listBuckets({ search: "spar" })).data?.map(({ id }) => id)).toEqual(["spare"]);
  await storage.from("spare").upload("x.txt", "x");

  expect((await storage.deleteBucket("spare")).error).toMatchObject({ statusCode: "409" });
  expect((await storage.emptyBucket("spare")).error).toBeNull();
  // Hosted empties it a little later.
  await expect.poll(async () => (await storage.deleteBucket("spare")).error).toBeNull();
  expect((await storage.getBucket("spare")).error).toMatchObject({
    statusCode: "404",
    message: "Bucket not found",
  });
  await expectDiskMatchesDatabase();
});

test("policies decide: the owner may, a stranger, somebody signed out and a forged key may not", async () => {
  const owner = (await gateway.clientFor(OWNER)).storage.from("private");
  const stranger = (await gateway.clientFor(STRANGER)).storage.from("private");
  const signedOut = (await gateway.clientFor()).storage.from("private");
  const name = `${OWNER}/diary.txt`;

  expect((await owner.upload(name, "mine")).error).toBeNull();
  expect(await (await owner.download(name)).data?.text()).toBe("mine");
  expect((await owner.upload(name, "again", { upsert: true })).error).toBeNull();
  for (const other of [stranger, signedOut]) {
    expect((await other.download(name)).error).not.toBeNull();
    expect((await other.upload(name, "theirs", { upsert: true })).error).toMatchObject({ statusCode: "403" });
    expect((await other.createSignedUrl(name, 60)).error).toMatchObject({
      statusCode: "404",
      message: "Object not found",
    });
    expect((await other.remove([name])).data).toEqual([]);
    expect((await other.move(name, `${STRANGER}/x`)).error).not.toBeNull();
    expect((await other.list(OWNER)).data).toEqual([]);
  }
  expect(await (await owner.download(name)).data?.text()).toBe("again");
  expect((await stranger.upload("", "x")).error).not.toBeNull();
  expect(await (await fetch(`${storageUrl}/object/private/${name}`)).json()).toMatchObject({
    statusCode: "404",
    message: "Bucket not found",
  });
  expect((await fetch(`${storageUrl}/object/authenticated/private/${name}`)).status).toBe(401);
  expect(
    (await fetch(`${storageUrl}/object/private/${name}`, { headers: { apikey: "sb_secret_wrong" } })).status,
  ).toBe(401);
  expect(
    (await (await gateway.clientFor(OWNER)).storage.createBucket("own", { public: false })).error,
  ).toMatchObject({ statusCode: "403" });
  await expectDiskMatchesDatabase();
});

test("an upload that policies refuse is answered before its bytes are sent", async () => {
  const token = await gateway.tokenFor(STRANGER);
  const sent = request(`${storageUrl}/object/private/${OWNER}/big.bin`, {
    method: "POST",
    headers: {
      apikey: gateway.publishableKey,
      authorization: `Bearer ${token}`,
      "content-length": 10_000_000,
    },
  });
  sent.on("error", () => undefined);
  const status = new Promise((resolve) => sent.on("response", (response) => resolve(response.statusCode)));
  sent.flushHeaders(); // and not one byte of the body

  expect(await status).toBe(400);
  sent.destroy();
});

test("limits of a bucket hold for declared, undeclared and multipart sizes, and for types", async () => {
  const image = { "content-type": "image/png" };
  const streamed = new ReadableStream({
    async pull(controller) {
      await delay(1);
      controller.enqueue(new Uint8Array(400));
    },
  });
  const form = new FormData();
  form.append("", new Blob([new Uint8Array(1_001)], { type: "image/png" }));

  expect((await put("images/ok.png", new Uint8Array(1_000), image)).status).toBe(200);
  expect(await (await put("images/declared.png", new Uint8Array(1_001), image)).json()).toMatchObject({
    statusCode: "413",
  });
  const endless = await fetch(`${storageUrl}/object/images/endless.png`, {
    method: "POST",
    body: streamed,
    duplex: "half",
    headers: { ...serviceHeaders(), ...image },
  }); // duplex is not in the DOM's type
  expect(await endless.json()).toMatchObject({ statusCode: "413", error: "Payload too large" });
  expect(await (await put("images/form.png", form)).json()).toMatchObject({ statusCode: "413" });
  expect(await (await put("images/x.txt", "x", { "content-type": "text/plain" })).json()).toMatchObject({
    statusCode: "415",
    error: "invalid_mime_type",
  });
  await expectDiskMatchesDatabase();
});

testDisk("an aborted upload leaves nothing, raw or multipart", async () => {
  for (const contentType of ["application/octet-stream", "multipart/form-data; boundary=b"]) {
    const sent = request(`${storageUrl}/object/private/aborted.bin`, {
      method: "POST",
      headers: { ...serviceHeaders(), "content-type": contentType, "content-length": 10_000_000 },
    });
    sent.on("error", () => undefined);
    if (contentType.startsWith("multipart"))
      sent.write('--b\r\ncontent-disposition: form-data; name=""; filename="f"\r\n\r\n');
    sent.write(randomBytes(100_000));
    await expect
      .poll(async () => (await filesOnDisk()).some((path) => path.includes("/incoming/")))
      .toBe(true);

    sent.destroy();

    await expectDiskMatchesDatabase();
  }
  expect((await service().exists("aborted.bin")).data).toBe(false);
});

test("multipart that ends early, has no file or no boundary is refused and leaves nothing", async () => {
  const type = (value: string) => ({ "content-type": value });
  const open = '--b\r\ncontent-disposition: form-data; name=""; filename="f"\r\n\r\nabc';

  expect(
    (await put("private/cut.bin", open, type("multipart/form-data; boundary=b"))).status,
  ).toBeGreaterThanOrEqual(400);
  expect((await put("private/none.bin", "--b--\r\n", type("multipart/form-data; boundary=b"))).status).toBe(
    400,
  );
  expect((await put("private/bound.bin", "x", type("multipart/form-data"))).status).toBe(400);
  await expectDiskMatchesDatabase();
});

test("of two uploads of one name at once, one wins and the other is told; with upsert the later one stays", async () => {
  const bodies = ["first", "second", "third", "fourth"];
  const results = await Promise.all(bodies.map((body) => service().upload("race.txt", body)));
  expect(results.filter(({ error }) => error === null)).toHaveLength(1);
  expect(results.find(({ error }) => error !== null)?.error).toMatchObject({
    statusCode: "409",
    message: "The resource already exists",
  });

  const upserts = await Promise.all(
    bodies.map((body) => service().upload("race.txt", body, { upsert: true })),
  );
  expect(upserts.every(({ error }) => error === null)).toBe(true);
  expect(bodies).toContain(await (await service().download("race.txt")).data?.text());
  expect((await service().update("race.txt", "last")).error).toBeNull();
  expect(await (await service().download("race.txt")).data?.text()).toBe("last");
  await expectDiskMatchesDatabase();
});

test("a download goes on undisturbed while its object is replaced and removed", async () => {
  const content = randomBytes(3_000_000);
  await service().upload("busy.bin", content);
  const response = await get("private/busy.bin");

  await service().upload("busy.bin", "short", { upsert: true });
  await service().remove(["busy.bin"]);

  expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
});

test("ranges, conditions and HEAD are answered as a video player needs", async () => {
  const content = randomBytes(100_000);
  await put("private/video.mp4", content, { "content-type": "video/mp4" });
  const whole = await get("private/video.mp4");
  const etag = whole.headers.get("etag") ?? "";
  expect(whole.status).toBe(200);
  expect(Object.fromEntries(whole.headers)).toMatchObject({
    "accept-ranges": "bytes",
    "content-type": "video/mp4",
    "content-length": "100000",
  });
  await whole.arrayBuffer();

  const part = await get("private/video.mp4", { range: "bytes=1000-1999" });
  expect([part.status, part.headers.get("content-range"), part.headers.get("content-length")]).toEqual([206, "bytes 1000-1999/100000", "1000"]); // prettier-ignore
  expect(Buffer.from(await part.arrayBuffer()).equals(content.subarray(1_000, 2_000))).toBe(true);
  const outside = await get("private/video.mp4", { range: "bytes=100000-" });
  expect([outside.status, outside.headers.get("content-range")]).toEqual([416, "bytes */100000"]);
  expect((await get("private/video.mp4", { range: "bytes=0-1,5-6" })).status).toBe(200);
  expect((await get("private/video.mp4", { range: "bytes=0-1", "if-range": '"other"' })).status).toBe(200);
  expect((await get("private/video.mp4", { range: "bytes=0-1", "if-range": etag })).status).toBe(206);
  expect((await get("private/video.mp4", { "if-none-match": `"x", ${etag}` })).status).toBe(304);
  expect((await get("private/video.mp4", { "if-modified-since": new Date().toUTCString() })).status).toBe(
    304,
  );

  const head = await fetch(`${storageUrl}/object/private/video.mp4`, {
    method: "HEAD",
    headers: serviceHeaders(),
  });
  expect([head.status, head.headers.get("content-length"), head.headers.get("etag")]).toEqual([
    200,
    "100000",
    etag,
  ]);
  expect((await get("private/video.mp4?download=my%20film.mp4")).headers.get("content-disposition")).toBe("attachment; filename=my%20film.mp4; filename*=UTF-8''my%20film.mp4;"); // prettier-ignore
  await put("private/empty.bin", new Uint8Array(0));
  expect(await (await get("private/empty.bin")).text()).toBe("");
});

testDisk("downloads that clients abandon give their files back", async () => {
  await put("private/large.bin", randomBytes(20_000_000));
  const openFiles = async () => (await readdir("/proc/self/fd")).length;
  const before = await openFiles();

  for (let round = 0; round < 20; round++) {
    const stopper = new AbortController();
    const response = await fetch(`${storageUrl}/object/private/large.bin`, {
      headers: serviceHeaders(),
      signal: stopper.signal,
    });
    await response.body?.getReader().read();
    stopper.abort();
  }

  await expect.poll(openFiles).toBeLessThan(before + 10);
});

test("a public bucket is read by everybody, a private one by nobody without a right", async () => {
  await gateway.service.storage.from("open").upload("page.html", new Blob(["<b>"], { type: "text/html" }));
  const address = gateway.service.storage.from("open").getPublicUrl("page.html").data.publicUrl;

  const page = await fetch(address);
  expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/plain"]);
  expect((await fetch(`${storageUrl}/object/open/page.html`)).status).toBe(200);
  await put("private/closed.txt", "x");
  const closed = await fetch(`${storageUrl}/object/public/private/closed.txt`);
  expect(await closed.json()).toMatchObject({ statusCode: "404", message: "Bucket not found" });
});

test("signed addresses open one object until they expire, and nothing else", async () => {
  await put("private/signed/a b.txt", "secret");
  const { data: one } = await service().createSignedUrl("signed/a b.txt", 60);
  const { data: many } = await service().createSignedUrls(["signed/a b.txt", "signed/none"], 60);
  const signedUrl = one?.signedUrl ?? "";
  const token = new URL(signedUrl).searchParams.get("token") ?? "";

  const opened = await fetch(signedUrl, { headers: { range: "bytes=0-2" } });
  expect([opened.status, await opened.text()]).toEqual([206, "sec"]);
  expect(many?.map(({ error, signedUrl: address }) => [error, address !== null])).toEqual([
    [null, true],
    ["Either the object does not exist or you do not have access to it", false],
  ]);
  await put("private/signed/other.txt", "other");
  const status = async (url: string) => ((await (await fetch(url)).json()) as { error: string }).error;
  expect(await status(`${storageUrl}/object/sign/private/signed/other.txt?token=${token}`)).toBe(
    "InvalidSignature",
  );
  expect(await status(`${storageUrl}/object/sign/private/signed/other.txt`)).toBe("InvalidJWT");
  expect(await status(signedUrl.slice(0, -4))).toBe("InvalidJWT");
  const accessToken = await gateway.tokenFor(OWNER);
  expect(await status(`${storageUrl}/object/sign/private/signed/other.txt?token=${accessToken}`)).toBe(
    "InvalidJWT",
  );
  const brief = (await service().createSignedUrl("signed/a b.txt", 1)).data?.signedUrl ?? "";
  await expect.poll(async () => (await fetch(brief)).status, { timeout: 5_000 }).toBe(400);
  expect((await service().createSignedUrl("signed/a b.txt", 0)).error).toMatchObject({ status: 400 });
});

test("a signed upload address takes one file of that name and no other", async () => {
  const owner = (await gateway.clientFor(OWNER)).storage.from("private");
  const { data } = await owner.createSignedUploadUrl(`${OWNER}/sent.txt`);
  const anybody = (await gateway.clientFor()).storage.from("private");

  expect((await anybody.uploadToSignedUrl(`${OWNER}/sent.txt`, data?.token ?? "", "sent")).error).toBeNull();
  expect(
    (await anybody.uploadToSignedUrl(`${OWNER}/else.txt`, data?.token ?? "", "sent")).error,
  ).not.toBeNull();
  expect(await (await owner.download(`${OWNER}/sent.txt`)).data?.text()).toBe("sent");
  expect((await owner.createSignedUploadUrl(`${STRANGER}/x`)).error).toMatchObject({ statusCode: "403" });
});

test.each([
  "private/../../../../etc/passwd", "private/..%2f..%2fdb%2fPG_VERSION", "private/%2e%2e/%2e%2e/keys.json", "private/%252e%252e%252fx",
  "private/%2Fetc%2Fpasswd", "private/a%00.txt", "private/..%5c..%5cx", "%2e%2e/x", "..%2f/x", "private/%", "private/%ff%fe", "private//x",
])("%s reads and writes nothing outside", async (path) => {
  const raw = (method: string) =>
    new Promise<number>((resolve, reject) => {
      const { hostname, port } = new URL(storageUrl);
      // Not fetch, which tidies paths up before it sends them.
      const sent = request({ hostname, port, method, path: `/storage/v1/object/${path}`, headers: serviceHeaders() }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.on("error", reject).end(method === "POST" ? "x" : undefined);
    });
  const before = await versionsInDatabase();

  expect([400, 404]).toContain(await raw("GET"));
  expect([400, 404]).toContain(await raw("POST"));
  expect(await versionsInDatabase()).toBe(before);
}); // prettier-ignore

test("bodies that are no JSON, of the wrong shape or too large are refused by name", async () => {
  const post = (path: string, body: string) =>
    fetch(`${storageUrl}/${path}`, { method: "POST", body, headers: serviceHeaders() });

  expect(await (await post("object/list/private", "{")).json()).toMatchObject({ statusCode: "400" });
  expect(await (await post("object/list/private", '{"prefix":1}')).json()).toMatchObject({
    message: expect.stringContaining("prefix") as unknown,
  });
  expect(
    (await post("object/list/private", `{"prefix":"","sortBy":{"column":"name; drop table x"}}`)).status,
  ).toBe(400);
  expect((await post("bucket", `{"name":"${"x".repeat(2_000_000)}"}`)).status).toBe(400);
  expect((await fetch(`${storageUrl}/render/image/public/open/x`)).status).toBe(501);
});

test("a list with patterns in its search and prefix takes them literally", async () => {
  await put("private/pct/100%25".replace("%25", "_a"), "x");
  await put("private/pct/100xa", "x");

  expect((await service().list("pct", { search: "100_" })).data?.map(({ name }) => name)).toEqual(["100_a"]);
  expect((await service().list("p%", {})).data).toEqual([]);
});

testDisk("a large upload does not pass through memory whole", async () => {
  const chunk = randomBytes(1_000_000);
  const sizeMb = 500;
  let peakBytes = 0;
  const timer = setInterval(() => (peakBytes = Math.max(peakBytes, process.memoryUsage().rss)), 20);
  const before = process.memoryUsage().rss;
  const sent = request(`${storageUrl}/object/private/huge.bin`, {
    method: "POST",
    headers: serviceHeaders(),
  });
  const status = new Promise((resolve) => sent.on("response", (response) => resolve(response.statusCode)));
  await pipeline(function* () {
    for (let count = 0; count < sizeMb; count++) yield chunk;
  }, sent);
  expect(await status).toBe(200);
  clearInterval(timer);

  expect((await service().info("huge.bin")).data?.size).toBe(sizeMb * 1_000_000);
  expect(peakBytes - before).toBeLessThan(250_000_000);
  await service().remove(["huge.bin"]);
});
