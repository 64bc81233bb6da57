import { createCanvas } from "@napi-rs/canvas";
import { PICTURE_MAX_BYTES } from "@spool/contracts/picture-source";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startStorageStandIn, type StorageStandIn } from "../test-support/storage-stand-in.ts";
import { connectUploads, fetchUpload, type UploadStorage } from "./fetch-upload.ts";

const PNG = createCanvas(8, 6).toBuffer("image/png");
const PROJECT_ID = "5b0c0c3e-7f38-4d0e-9a53-0d8f3d3f8a11";
const UPLOAD_ID = "0a4ad0f2-2a1c-4e0f-8a40-3b1f0a9b7c22";
const nameOf = (file: string) => `uploads/${PROJECT_ID}/${UPLOAD_ID}/${file}`;
const signal = AbortSignal.timeout(60_000);
let standIn: StorageStandIn;
let uploads: UploadStorage;

beforeAll(async () => {
  standIn = await startStorageStandIn();
  uploads = connectUploads({ url: standIn.url, secretKey: "sb_secret_test" });
  const put = (file: string, content: Buffer) =>
    standIn.uploads.set(`${PROJECT_ID}/${UPLOAD_ID}/${file}`, new Blob([Uint8Array.from(content)]));
  put("map.png", PNG);
  put("Karte der Flüsse.png", PNG);
  put("page.png", Buffer.from("<!doctype html>"));
  put("huge.png", Buffer.concat([PNG, Buffer.alloc(PICTURE_MAX_BYTES)]));
});
afterAll(() => standIn.close());

test.each(["map.png", "Karte der Flüsse.png"])("%s is taken out of Storage, and known by its bytes", async (file) => {
  await expect(fetchUpload(nameOf(file), PROJECT_ID, uploads, signal)).resolves.toEqual({
    bytes: PNG,
    extension: "png",
  });
}); // prettier-ignore

test.each([
  ["gone.png", "NOT_FOUND", /gone\.png is no longer in Storage.* upload the picture again/],
  ["page.png", "INVALID_INPUT", /page\.png is not a picture in PNG, JPEG or WebP/],
  ["huge.png", "INVALID_INPUT", /huge\.png is larger than 10 MB/],
])("%s is %s, with what to do", async (file, category, message) => {
  await expect(fetchUpload(nameOf(file), PROJECT_ID, uploads, signal)).rejects.toMatchObject({
    category,
    message: expect.stringMatching(message) as string,
  });
});

test.each([
  ["of another project", "uploads/11111111-1111-4111-8111-111111111111/0a4ad0f2-2a1c-4e0f-8a40-3b1f0a9b7c22/map.png", PROJECT_ID],
  ["for a job of no project", nameOf("map.png"), null],
  ["that climbs out of its folder", `uploads/${PROJECT_ID}/${UPLOAD_ID}/../../secret.png`, PROJECT_ID],
  ["in another bucket", `uploads/../work/${PROJECT_ID}/map.png`, PROJECT_ID],
])("an upload %s is refused before Storage is asked", async (_which, file, projectId) => {
  const unasked: UploadStorage = { read: () => Promise.reject(new Error("Storage was asked")) };

  await expect(fetchUpload(file, projectId, unasked, signal)).rejects.toMatchObject({
    category: "INVALID_INPUT",
  });
}); // prettier-ignore

test("a Storage that is away is TIMEOUT, so that the job is tried again", async () => {
  const away = connectUploads({ url: "http://127.0.0.1:9", secretKey: "sb_secret_test" });

  await expect(fetchUpload(nameOf("map.png"), PROJECT_ID, away, signal)).rejects.toMatchObject({
    category: "TIMEOUT",
  });
});

test("a fetch that is stopped ends with the reason of that", async () => {
  const stopped = fetchUpload(nameOf("map.png"), PROJECT_ID, uploads, AbortSignal.abort());

  await expect(stopped).rejects.toMatchObject({ category: "CANCELLED" });
});
