import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { createCanvas } from "@napi-rs/canvas";
import { openMedia } from "@spool/media/open-media";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bringImages, withAddresses, withImages } from "./bring-images.ts";
import { fetchImage } from "./fetch-image.ts";
import { isPublic } from "./public-address.ts";

const PNG = createCanvas(8, 6).toBuffer("image/png");
/** A few bytes that unpack to more pixels than a machine has memory for. */
const BOMB = withSize(PNG, 60_000, 60_000);
const ANSWERS: Record<string, (response: ServerResponse) => void> = {
  "/picture.png": (response) => response.end(PNG),
  "/bomb.png": (response) => response.end(BOMB),
  "/too-large.png": (response) => response.end(withSize(PNG, 8_000, 8_000)),
  "/broken.png": (response) => response.end(PNG.subarray(0, 20)),
  "/moved": (response) => response.writeHead(302, { location: "/picture.png" }).end(),
  "/in-circles": (response) => response.writeHead(302, { location: "/in-circles" }).end(),
  "/inwards": (response) => response.writeHead(302, { location: "http://169.254.169.254/latest" }).end(),
  "/to-a-file": (response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
  "/page.png": (response) => response.writeHead(200, { "content-type": "image/png" }).end("<!doctype html>"),
  "/huge": (response) => response.end(Buffer.alloc(70_000, PNG)),
  "/slow": (response) => response.write(PNG.subarray(0, 4)),
  "/dies": (response) => response.destroy(),
};
let server: Server;
let base: string;
let folder: string;
const signal = AbortSignal.timeout(60_000);
/** This machine stands in for the open internet, and nothing else of what is private does. */
const limits = {
  mayAsk: (address: string) => address === "127.0.0.1" || isPublic(address),
  maxBytes: 50_000,
  timeoutMs: 500,
};

const noUploads = { read: () => Promise.resolve(null) };
const sources = { uploads: noUploads, projectId: null, limits };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "spool-images-"));
  server = createServer((request, response) => {
    const answer = ANSWERS[request.url ?? ""];
    if (answer) answer(response);
    else response.writeHead(Number(request.url?.slice(1)) || 404).end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server that listens has one
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true });
});

test("a picture is fetched, also after a redirect, and known by its bytes", async () => {
  const fetched = { bytes: PNG, extension: "png" };

  expect(await fetchImage(`${base}/picture.png`, signal, limits)).toEqual(fetched);
  expect(await fetchImage(`${base}/moved`, signal, limits)).toEqual(fetched);
});

test.each([
  "http://127.0.0.1/a.png",
  "http://localhost/a.png",
  "http://[::1]/a.png",
  "http://[::ffff:127.0.0.1]/a.png",
  "http://2130706433/a.png",
  "http://0.0.0.0/a.png",
  "http://10.1.2.3/a.png",
  "http://192.168.0.1/a.png",
  "http://172.16.0.1/a.png",
  "http://100.64.0.1/a.png",
  "http://169.254.169.254/latest/meta-data",
  "http://[fd00::1]/a.png",
  "http://[fe80::1]/a.png",
  "file:///etc/passwd",
  "ftp://example.com/a.png",
  "data:image/png;base64,AAAA",
  "http://user:secret@example.com/a.png",
  "../../etc/passwd",
  "storyboard.json",
])("%s is refused with INVALID_INPUT, and nothing is asked", async (address) => {
  await expect(fetchImage(address, signal)).rejects.toMatchObject({ category: "INVALID_INPUT" });
});

test.each([
  ["/inwards", "INVALID_INPUT", /not on the open internet/],
  ["/to-a-file", "INVALID_INPUT", /not an http/],
  ["/in-circles", "INVALID_INPUT", /redirected more than 5 times/],
  ["/page.png", "INVALID_INPUT", /not a picture in PNG, JPEG or WebP/],
  ["/huge", "INVALID_INPUT", /larger than/],
  ["/slow", "TIMEOUT", /did not come within 0\.5 s/],
  ["/dies", "TIMEOUT", /connection failed/],
  ["/404", "NOT_FOUND", /answered with 404/],
  ["/503", "API_ERROR", /answered with 503/],
])("%s is %s", async (path, category, message) => {
  await expect(
    fetchImage(`${base}${path}?key=secret`.replace(/\?.*/, ""), signal, limits),
  ).rejects.toMatchObject({
    category,
    message: expect.stringMatching(message) as string,
  });
});

test("what a key in an address may be is not repeated in the message", async () => {
  const refused = fetchImage(`${base}/404?key=secret`, signal, limits);

  await expect(refused).rejects.toMatchObject({ message: expect.not.stringContaining("secret") as string });
});

test("a fetch that is stopped ends with the reason of that", async () => {
  await expect(fetchImage(`${base}/slow`, AbortSignal.abort(), limits)).rejects.toMatchObject({
    category: "CANCELLED",
  });
});

test("scenes get their pictures as files of the folder, each address once, and authors get the address back", async () => {
  const media = await openMedia();
  const address = `${base}/picture.png`;
  const scene = { content: { kind: "image" as const, file: address, caption: null } };

  const images = await bringImages([scene.content, scene.content], folder, media, signal, sources);

  expect(images).toEqual({ [address]: "image-0.png" });
  expect(withImages(scene, images).content.file).toBe("image-0.png");
  expect(withAddresses(withImages(scene, images), images)).toEqual(scene);
  expect(
    withImages({ content: { ...scene.content, file: "../secret.png" } }, images).content.file,
  ).toBeNull();
});

test.each([
  ["/bomb.png", /cannot be read/],
  ["/broken.png", /cannot be read/],
  ["/too-large.png", /8000 × 8000 pixels/],
])("%s is refused before it is unpacked, with what to give instead", async (path, message) => {
  const media = await openMedia();
  const content = { kind: "image" as const, file: `${base}${path}`, caption: null };

  await expect(bringImages([content], folder, media, signal, sources)).rejects.toMatchObject({
    category: "INVALID_INPUT",
    message: expect.stringMatching(message) as string,
  });
});

function withSize(png: Buffer, widthPx: number, heightPx: number): Buffer {
  const [typeAt, sizeAt, crcAt] = [12, 16, 29]; // of the header, which comes first in every PNG
  const bomb = Buffer.from(png);
  bomb.writeUInt32BE(widthPx, sizeAt);
  bomb.writeUInt32BE(heightPx, sizeAt + 4);
  bomb.writeUInt32BE(crc32(bomb.subarray(typeAt, crcAt)), crcAt);
  return bomb;
}
