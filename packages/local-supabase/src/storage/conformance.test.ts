import { createHash, randomBytes, randomUUID } from "node:crypto";
import { request } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestGateway, type TestGateway } from "../realtime/gateway.test-support.ts";
import { OUTSIDE, testInside } from "../outside.test-support.ts";

const testDatabase = testInside("it works as the superuser of Postgres");

/** What clients find in the documentation of Supabase Storage, tried with the unmodified client and with plain HTTP. */
const OWNER = randomUUID();
let gateway: TestGateway;
let storageUrl: string;

beforeAll(async () => {
  gateway = await startTestGateway();
  storageUrl = `${gateway.apiUrl}/storage/v1`;
  for (const name of ["films", "archive", "listed"]) await storage().createBucket(name, { public: false });
});
afterAll(() => gateway.stop());

const storage = () => gateway.service.storage;
const films = () => storage().from("films");
const secret = () => ({ apikey: gateway.secretKey });
const call = (
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: RequestInit["body"],
) =>
  fetch(`${storageUrl}/${path}`, { method, headers: { ...secret(), ...headers }, ...(body ? { body } : {}) });
const refusal = async (answer: Promise<Response>) => {
  const response = await answer;
  return [response.status, (await response.json()) as Record<string, string>] as const;
};

test("a bucket keeps its limits and wildcards, shows them, and takes new ones", async () => {
  const bucket = {
    public: true,
    fileSizeLimit: "1.5KB",
    allowedMimeTypes: ["Video/*", "image/png;q=1", "video/*"],
  };
  await storage().createBucket("limited", bucket);

  expect((await storage().getBucket("limited")).data).toMatchObject({
    id: "limited",
    name: "limited",
    owner: "",
    public: true,
    type: "STANDARD",
    file_size_limit: 1_500,
    allowed_mime_types: ["video/*", "image/png"],
  });
  const put = async (type: string, sizeBytes: number) =>
    (await storage().from("limited").upload(randomUUID(), Buffer.alloc(sizeBytes), { contentType: type }))
      .error;
  expect(await put("video/mp4", 1_500)).toBeNull();
  expect(await put("video/webm;codecs=vp9", 1)).toBeNull();
  expect(await put("image/png", 1)).toBeNull();
  expect(await put("video/mp4", 1_501)).toMatchObject({ status: 400, statusCode: "413" });
  expect(await put("image/jpeg", 1)).toMatchObject({
    status: 400,
    statusCode: "415",
    message: "mime type image/jpeg is not supported",
  });
  expect(await put("videos/mp4", 1)).not.toBeNull();

  expect(
    (await storage().updateBucket("limited", { public: false, allowedMimeTypes: null, fileSizeLimit: null }))
      .error,
  ).toBeNull();
  expect((await storage().getBucket("limited")).data).toMatchObject({
    public: false,
    file_size_limit: null,
    allowed_mime_types: null,
  });
  expect(await put("text/plain", 5_000)).toBeNull();
});

test.each(["*/*", "garbage*", "image/p*", "image/png, application/pdf", "/", "image/"])(
  "%j restricts no bucket",
  async (pattern) => {
    expect(
      (await storage().createBucket(randomUUID(), { public: false, allowedMimeTypes: [pattern] })).error,
    ).toMatchObject({
      statusCode: "415",
    });
  },
);

test.each(["20 parsecs", "-1", "1e9", "999TB", 1.5, -5])("%j is no size limit", async (fileSizeLimit) => {
  const response = await call(
    "POST",
    "bucket",
    {},
    JSON.stringify({ name: randomUUID(), file_size_limit: fileSizeLimit }),
  );

  expect(response.status).toBe(400);
});

test("buckets are listed in pages, searched and sorted", async () => {
  for (const name of ["page-a", "page-b", "page-c"]) await storage().createBucket(name, { public: false });

  const names = async (options: Parameters<TestGateway["service"]["storage"]["listBuckets"]>[0]) =>
    (await storage().listBuckets(options)).data?.map(({ id }) => id);
  expect(await names({ search: "PAGE", sortColumn: "name", sortOrder: "desc", limit: 2 })).toEqual([
    "page-c",
    "page-b",
  ]);
  expect(await names({ search: "page", limit: 2, offset: 2 })).toEqual(["page-c"]);
  expect((await call("GET", "bucket?sortColumn=owner;drop")).status).toBe(400);
});

test("refusals have hosted's statuses and bodies", async () => {
  await films().upload("taken.txt", "x");

  const cases: [Promise<Response>, number, Record<string, string>][] = [
    [call("GET", "object/films/none"), 400, { statusCode: "404", error: "not_found", message: "Object not found", code: "NoSuchKey" }],
    [call("GET", "object/none/none"), 400, { statusCode: "404", error: "Bucket not found", message: "Bucket not found" }],
    [call("GET", "object/info/films/none"), 400, { statusCode: "404", error: "not_found" }],
    [call("GET", "bucket/none"), 400, { statusCode: "404", error: "Bucket not found" }],
    [call("POST", "object/films/taken.txt", {}, "y"), 400, { statusCode: "409", error: "Duplicate", message: "The resource already exists" }],
    [call("POST", "object/none/x", {}, "y"), 400, { statusCode: "404", error: "Bucket not found" }],
    [call("POST", "object/films/bad%5Cname", {}, "y"), 400, { statusCode: "400", error: "InvalidKey", message: "Invalid key: bad\\name" }],
    [call("POST", "bucket", {}, JSON.stringify({ name: "films" })), 400, { statusCode: "409", error: "Duplicate" }],
    [call("POST", "bucket", {}, JSON.stringify({ name: "a/b" })), 400, { statusCode: "400", error: "Invalid Input", message: "Bucket name invalid" }],
    [call("DELETE", "bucket/films"), 400, { statusCode: "409", message: "The bucket you tried to delete is not empty" }],
    [call("DELETE", "object/films/none"), 400, { statusCode: "404", error: "not_found" }],
    [call("POST", "object/move", {}, JSON.stringify({ bucketId: "films", sourceKey: "none", destinationKey: "x" })), 400, { statusCode: "404" }],
    [call("POST", "object/copy", {}, JSON.stringify({ bucketId: "films", sourceKey: "taken.txt", destinationKey: "taken.txt" })), 400, { statusCode: "409" }],
    [call("POST", "object/copy", {}, JSON.stringify({ bucketId: "films", sourceKey: "taken.txt", destinationBucket: "none", destinationKey: "x" })), 400, { statusCode: "404", message: "The related resource does not exist" }],
    [call("POST", "object/sign/films/none", {}, JSON.stringify({ expiresIn: 60 })), 400, { statusCode: "404", error: "not_found" }],
    [call("GET", "object/sign/films/taken.txt?token=x"), 400, { statusCode: "400", error: "InvalidJWT" }],
    [call("GET", "object/films/taken.txt", { range: "bytes=9-" }), 416, { statusCode: "416", error: "invalid_range", message: "invalid range provided" }],
    [call("GET", "render/image/authenticated/films/taken.txt"), 501, { statusCode: "501" }],
    [call("GET", "s3/films"), 501, { statusCode: "501", message: "The S3 protocol is not part of the local stack" }],
    [call("POST", "vector/CreateIndex"), 501, { statusCode: "501" }],
    [call("GET", "nothing/here"), 400, { statusCode: "400" }],
  ]; // prettier-ignore
  for (const [response, status, body] of cases) {
    if (OUTSIDE && status === 501) continue; // what the local stack leaves out is answered there
    const [seenStatus, seenBody] = await refusal(response);
    expect(seenBody).toMatchObject(body);
    expect(seenStatus).toBe(status);
  }
});

test("objects move and copy within a bucket and across, with what is known of them", async () => {
  const described = { contentType: "text/plain", cacheControl: "77", metadata: { lang: "de" } };
  await films().upload("here/a.txt", "text", described);

  expect((await films().copy("here/a.txt", "b.txt", { destinationBucket: "archive" })).data?.path).toBe(
    "archive/b.txt",
  );
  expect(
    (await films().move("here/a.txt", "there/a.txt", { destinationBucket: "archive" })).data,
  ).toMatchObject({
    message: "Successfully moved",
  });
  for (const name of ["b.txt", "there/a.txt"]) {
    const { data } = await storage().from("archive").info(name);
    expect(data).toMatchObject({
      contentType: "text/plain",
      cacheControl: "max-age=77",
      metadata: { lang: "de" },
      size: 4,
    });
  }
  expect((await films().exists("here/a.txt")).data).toBe(false);
  await films().upload("c.txt", "other");
  const upserted = await call("POST", "object/copy", { "x-upsert": "true", "x-metadata": btoa('{"lang":"en"}') },
    JSON.stringify({ bucketId: "films", sourceKey: "c.txt", destinationBucket: "archive", destinationKey: "b.txt",
      copyMetadata: false, metadata: { cacheControl: "max-age=5" } })); // prettier-ignore
  expect(await upserted.json()).toMatchObject({ Key: "archive/b.txt" });
  expect((await storage().from("archive").info("b.txt")).data).toMatchObject({
    cacheControl: "max-age=5",
    metadata: { lang: "en" },
  });
});

test("what a row says of its object is what hosted says", async () => {
  await films().upload("row.mp4", "film", { contentType: "video/mp4", metadata: { a: 1 } });

  const { rows } = await gateway.db.query<Record<string, unknown>>(
    "select owner, owner_id, path_tokens, metadata, user_metadata from storage.objects where name = 'row.mp4'",
  );
  expect(rows[0]).toMatchObject({
    owner: null,
    owner_id: null,
    path_tokens: ["row.mp4"],
    user_metadata: { a: 1 },
  });
  expect(rows[0]?.["metadata"]).toEqual({
    eTag: `"${createHash("md5").update("film").digest("hex")}"`,
    size: 4,
    mimetype: "video/mp4",
    cacheControl: "max-age=3600",
    lastModified: expect.any(String) as unknown,
    contentLength: 4,
    httpStatusCode: 200,
  });
});

test("rows are not deleted by plain SQL, which would leave their bytes", async () => {
  await expect(gateway.db.query("delete from storage.objects")).rejects.toMatchObject({ code: "42501" });
  await expect(gateway.db.query("delete from storage.buckets")).rejects.toMatchObject({ code: "42501" });
});

test("a list shows one folder's files and folders, in order, in pages, whatever the case of the search", async () => {
  for (const name of ["B.txt", "a.txt", "c/1", "c/2", "c.txt", "c/d/3", "Chapter/1"])
    await storage().from("listed").upload(name, name);
  const names = async (...query: Parameters<ReturnType<typeof films>["list"]>) =>
    (
      await storage()
        .from("listed")
        .list(...query)
    ).data?.map(({ name }) => name);

  expect(await names()).toEqual(["a.txt", "B.txt", "c.txt", "c", "Chapter"]);
  expect(await names("", { sortBy: { column: "name", order: "desc" } })).toEqual([
    "Chapter",
    "c",
    "c.txt",
    "B.txt",
    "a.txt",
  ]);
  expect(await names("", { sortBy: { column: "created_at", order: "asc" } })).toEqual([
    "c",
    "Chapter",
    "B.txt",
    "a.txt",
    "c.txt",
  ]);
  expect(await names("", { limit: 2, offset: 2 })).toEqual(["c.txt", "c"]);
  expect(await names("", { search: "C" })).toEqual(["c.txt", "c", "Chapter"]);
  expect(await names("c")).toEqual(["1", "2", "d"]);
  expect(await names("c/d/")).toEqual(["3"]);
  expect(await names("c", { search: "d" })).toEqual(["d"]);
  expect(await names("none")).toEqual([]);
  const { data } = await storage().from("listed").list("c", { search: "d" });
  expect(data).toEqual([
    { name: "d", id: null, updated_at: null, created_at: null, last_accessed_at: null, metadata: null },
  ]);
});

test.each([
  [{}, ["B.txt", "Chapter/1", "a.txt", "c.txt", "c/1", "c/2", "c/d/3"], []],
  [{ with_delimiter: true }, ["B.txt", "a.txt", "c.txt"], ["Chapter/", "c/"]],
  [{ with_delimiter: true, prefix: "c/" }, ["c/1", "c/2"], ["c/d/"]],
  [{ with_delimiter: true, prefix: "c" }, ["c.txt"], ["c/"]],
  [{ prefix: "c/" }, ["c/1", "c/2", "c/d/3"], []],
  [{ with_delimiter: true, sortBy: { column: "name", order: "desc" } }, ["c.txt", "a.txt", "B.txt"], ["c/", "Chapter/"]],
  [{ with_delimiter: true, sortBy: { column: "created_at" } }, ["B.txt", "a.txt", "c.txt"], ["c/", "Chapter/"]],
  [{ sortBy: { column: "updated_at", order: "desc" } }, ["Chapter/1", "c/d/3", "c.txt", "c/2", "c/1", "a.txt", "B.txt"], []],
  [{ prefix: "none" }, [], []],
] as const)("version 2 of the list, asked for %j, pages through everything once", async (options, objects, folders) => {
  const seen: { objects: string[]; folders: string[] } = { objects: [], folders: [] };
  for (let cursor: string | undefined, pages = 0; pages < 9; pages++) {
    const { data } = await storage().from("listed").listV2({ ...options, limit: 2, ...(cursor && { cursor }) });
    seen.objects.push(...(data?.objects.map(({ name }) => name) ?? []));
    seen.folders.push(...(data?.folders.map(({ name }) => name) ?? []));
    cursor = data?.nextCursor;
    expect(cursor !== undefined).toBe(data?.hasNext);
    if (!data?.hasNext) break;
  }

  expect(seen).toEqual({ objects, folders });
}); // prettier-ignore

test("a cursor that was not given out is refused", async () => {
  for (const cursor of [
    "x",
    btoa("{}"),
    btoa('{"sortBy":{"column":"name; drop table x"},"key":"a","value":""}'),
  ]) {
    const [status, body] = await refusal(
      call("POST", "object/list-v2/listed", {}, JSON.stringify({ cursor })),
    );
    expect([status, body["code"]]).toEqual([400, "InvalidParameter"]);
  }
});

test.each([
  ["bytes=0-0", 206, 0, 0], ["bytes=-5", 206, 95, 99], ["bytes=-500", 206, 0, 99], ["bytes=90-", 206, 90, 99], ["bytes=10-999", 206, 10, 99],
  ["BYTES=1-2", 206, 1, 2], ["bytes=0-1,5-6", 200, 0, 99], ["bytes=5-1", 200, 0, 99], ["bytes=a-b", 200, 0, 99], ["bytes=", 200, 0, 99],
  ["items=0-1", 200, 0, 99], ["bytes=0-99999999999999999999999", 206, 0, 99], ["bytes=100-", 416, 0, -1], ["bytes=-0", 416, 0, -1],
  ["bytes=99999999999999999999999-", 416, 0, -1],
] as const)("Range: %s is answered %d", async (range, status, start, end) => {
  const content = Buffer.from(Array.from({ length: 100 }, (_, index) => index));
  await films().upload("hundred.bin", content, { upsert: true });

  const response = await call("GET", "object/authenticated/films/hundred.bin", { range });

  expect(response.status).toBe(status);
  if (status === 416) {
    expect(response.headers.get("content-range")).toBe("bytes */100");
    return;
  }
  expect(Buffer.from(await response.arrayBuffer())).toEqual(content.subarray(start, end + 1));
  expect(response.headers.get("content-range")).toBe(status === 206 ? `bytes ${start}-${end}/100` : null);
}); // prettier-ignore

test("conditions are weighed in HTTP's order, and HEAD tells the whole", async () => {
  await films().upload("cond.bin", randomBytes(10));
  const address = "object/films/cond.bin";
  const head = await call("HEAD", address, { range: "bytes=0-1" });
  const etag = head.headers.get("etag") ?? "";
  const modified = head.headers.get("last-modified") ?? "";
  const old = "Sat, 01 Jan 2000 00:00:00 GMT";

  expect([head.status, head.headers.get("content-length")]).toEqual([200, "10"]);
  const status = async (headers: Record<string, string>) => {
    const response = await call("GET", address, headers);
    await response.arrayBuffer();
    return response.status;
  };
  expect(await status({ "if-match": '"stale"', range: "bytes=0-6" })).toBe(412);
  expect(await status({ "if-match": '"stale"', "if-none-match": etag })).toBe(412);
  expect(await status({ "if-match": etag, "if-unmodified-since": old, range: "bytes=0-6" })).toBe(206);
  expect(await status({ "if-unmodified-since": old })).toBe(412);
  expect(await status({ "if-unmodified-since": modified })).toBe(200);
  expect(await status({ "if-none-match": `W/${etag}` })).toBe(304);
  expect(await status({ "if-none-match": '"other"', "if-modified-since": modified })).toBe(200);
  expect(await status({ "if-modified-since": "rubbish" })).toBe(200);
  expect(await status({ "if-range": modified, range: "bytes=0-1" })).toBe(206);
  expect(await status({ "if-range": old, range: "bytes=0-1" })).toBe(200);
  expect((await call("HEAD", "object/films/none")).status).toBe(400);
});

test("a download carries its name in the way RFC 5987 has it, also by signed and public address", async () => {
  await storage().createBucket("open", { public: true });
  await storage().from("open").upload("a.txt", "x", { cacheControl: "60" });
  const named = storage().from("open").getPublicUrl("a.txt", { download: 'Grüße "x".txt' }).data.publicUrl;
  const { data } = await storage().from("open").createSignedUrl("a.txt", 60, { download: true });

  const publicAnswer = await fetch(named);
  expect(publicAnswer.headers.get("content-disposition")).toBe(
    "attachment; filename=Gr%C3%BC%C3%9Fe%20%22x%22.txt; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%22x%22.txt;",
  );
  expect(publicAnswer.headers.get("cache-control")).toBe("max-age=60");
  const signedAnswer = await fetch(data?.signedUrl ?? "");
  expect(signedAnswer.headers.get("content-disposition")).toBe("attachment;");
  expect(signedAnswer.headers.get("expires")).not.toBeNull();
});

test("a signed upload may replace only when its maker said so", async () => {
  await films().upload("slot.txt", "old");

  expect((await films().createSignedUploadUrl("slot.txt")).error).toMatchObject({ statusCode: "409" });
  const { data } = await films().createSignedUploadUrl("slot.txt", { upsert: true });
  expect((await films().uploadToSignedUrl("slot.txt", data?.token ?? "", "new")).data?.fullPath).toBe(
    "films/slot.txt",
  );
  expect(await (await films().download("slot.txt")).data?.text()).toBe("new");
});

test("inserting needs no right to read, replacing needs the right to update", async () => {
  const policy = (command: string, clause: string) =>
    gateway.apply(
      `create policy "drop ${command}" on storage.objects for ${command} to authenticated ${clause}`,
    );
  await storage().createBucket("box", { public: false });
  await policy("insert", "with check (bucket_id = 'box')");
  const box = (await gateway.clientFor(OWNER)).storage.from("box");

  expect((await box.upload("blind.txt", "1")).error).toBeNull();
  expect((await box.download("blind.txt")).error).not.toBeNull();
  expect((await box.upload("blind.txt", "2", { upsert: true })).error).toMatchObject({
    statusCode: "403",
    message: "new row violates row-level security policy",
  });
  await policy("select", "using (bucket_id = 'box')");
  expect((await box.upload("blind.txt", "2", { upsert: true })).error).toMatchObject({ statusCode: "403" });
  expect((await box.remove(["blind.txt"])).data).toEqual([]);
  expect((await box.move("blind.txt", "moved.txt")).error).toMatchObject({ statusCode: "404" });
  await policy("update", "using (bucket_id = 'box') with check (bucket_id = 'box')");
  expect((await box.upload("blind.txt", "2", { upsert: true })).error).toBeNull();
  const { rows } = await gateway.db.query(
    "select owner, owner_id from storage.objects where name = 'blind.txt'",
  );
  expect(rows).toEqual([{ owner: OWNER, owner_id: OWNER }]);
});

test.each(["é.txt", "e\u0301.txt", "日本.mp4", "a\u2215b", "x".repeat(1_025), "a\u0000b", "tab\there", "%2e%2e/x", "a|b", "a<b>", "{a}", "a#b", "a~b", "`a`"])(
  "the name %j is refused as hosted refuses it",
  async (name) => {
    const response = call("POST", `object/films/${encodeURIComponent(name)}`, {}, "x");

    expect(await refusal(response)).toMatchObject([400, { statusCode: "400", code: "InvalidKey" }]);
  },
); // prettier-ignore

test("a name with every allowed character comes back as it went in", async () => {
  const name = "a b/(1) & $@=;:+,?'*!-_.txt";

  expect(
    (await call("POST", `object/films/${name.split("/").map(encodeURIComponent).join("/")}`, {}, "odd"))
      .status,
  ).toBe(200);
  const { data } = await films().createSignedUrls([name], 60);
  expect(data?.[0]?.error).toBeNull();
  const address = `object/films/${name.split("/").map(encodeURIComponent).join("/")}`;
  expect(await (await call("GET", address)).text()).toBe("odd");
});

test("a preflight lets every origin send what uploads need, and OPTIONS tells what the server can do", async () => {
  const response = await fetch(`${storageUrl}/upload/resumable`, { method: "OPTIONS" });

  expect(Object.fromEntries(response.headers)).toMatchObject({
    "tus-version": "1.0.0",
    "tus-extension": "creation,creation-with-upload,creation-defer-length,termination,expiration",
    "tus-max-size": String(50 * 1024 ** 3),
  });
});

test("a body that stops coming leaves the connection's other requests alone", async () => {
  const { hostname, port } = new URL(storageUrl);
  const stalled = request({ hostname, port, method: "POST", path: "/storage/v1/object/films/stalled", headers: { ...secret(), "content-length": 9 } });
  stalled.on("error", () => undefined);
  stalled.write("abc");

  expect((await call("GET", "bucket")).status).toBe(200);
  stalled.destroy();
  await expect.poll(async () => (await films().exists("stalled")).data).toBe(false);
}); // prettier-ignore

testDatabase(
  "what a trigger on the rows refuses is refused with its own words, and leaves nothing",
  async () => {
    await gateway.db.query(`create function public.refuse() returns trigger language plpgsql as $$
    begin raise exception 'The store is full' using errcode = 'PT413'; end $$`);
    await storage().createBucket("full", { public: false });
    await gateway.own.adminDb.query(`create trigger refuse before insert on storage.objects for each row
    when (new.bucket_id = 'full') execute function public.refuse()`);

    expect((await storage().from("full").upload("x", "x")).error).toMatchObject({
      status: 400,
      statusCode: "413",
      message: "The store is full",
    });
    expect((await storage().from("full").list()).data).toEqual([]);
  },
);
