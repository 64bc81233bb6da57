import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestStack, type TestStack } from "../stack.test-support.ts";

let stack: TestStack;
beforeAll(async () => {
  stack = await startTestStack("select 1");
});
afterAll(() => stack.stop());

const ORIGIN = { origin: "https://console.example.test" };
const listOf = (response: Response, header: string) =>
  (response.headers.get(header) ?? "").toLowerCase().split(/,\s*/);

test("a page of any origin may send a resumable upload and read what it goes on by", async () => {
  const url = `${stack.apiUrl}/storage/v1/upload/resumable`;
  const wanted = [
    "authorization",
    "apikey",
    "tus-resumable",
    "upload-offset",
    "upload-metadata",
    "x-upsert",
    "x-signature",
  ];

  const preflight = await fetch(url, {
    method: "OPTIONS",
    headers: {
      ...ORIGIN,
      "access-control-request-method": "PATCH",
      "access-control-request-headers": wanted.join(","),
    },
  });
  expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
  expect(listOf(preflight, "access-control-allow-methods")).toContain("patch");
  expect(listOf(preflight, "access-control-allow-headers")).toEqual(expect.arrayContaining(wanted));

  await stack.service.storage.createBucket("films", { public: false });
  const encode = (text: string) => Buffer.from(text).toString("base64");
  const created = await stack.fetch("/storage/v1/upload/resumable", {
    method: "POST",
    headers: {
      ...ORIGIN,
      "tus-resumable": "1.0.0",
      "upload-length": "3",
      "upload-metadata": `bucketName ${encode("films")},objectName ${encode("a.mp4")}`,
    },
  });
  expect([created.status, created.headers.get("access-control-allow-origin")]).toEqual([201, "*"]);
  expect(listOf(created, "access-control-expose-headers")).toEqual(
    expect.arrayContaining(["location", "upload-offset", "upload-length", "tus-resumable", "upload-expires"]),
  );
  expect(created.headers.get("location")).toMatch(new RegExp(`^${url}/[0-9a-f-]{36}$`));
});

test("a page of any origin may read a file by range, and a refusal", async () => {
  await stack.service.storage.createBucket("open", { public: true });
  await stack.service.storage.from("open").upload("a.mp4", "film");

  const part = await fetch(`${stack.apiUrl}/storage/v1/object/public/open/a.mp4`, {
    headers: { ...ORIGIN, range: "bytes=1-2" },
  });
  expect([part.status, await part.text(), part.headers.get("access-control-allow-origin")]).toEqual([
    206,
    "il",
    "*",
  ]);
  expect(listOf(part, "access-control-expose-headers")).toEqual(
    expect.arrayContaining(["content-range", "content-length"]),
  );
  const refusal = await fetch(`${stack.apiUrl}/storage/v1/object/public/open/none`, { headers: ORIGIN });
  expect(refusal.headers.get("access-control-allow-origin")).toBe("*");
});
