import { once } from "node:events";
import { copyFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { createCanvas } from "@napi-rs/canvas";
import { type Storyboard, storyboardSchema } from "@spool/contracts/storyboard";
import { openMedia } from "@spool/media/open-media";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bringImages, withImages } from "../images/bring-images.ts";
import { writeTrack } from "../narration/write-track.ts";
import { createCanvasRenderer } from "../renderers/canvas/canvas-renderer.ts";
import { shortStoryboard } from "../test-support/short-storyboard.ts";
import { packageVideo } from "./package-video.ts";

const media = await openMedia();
const signal = AbortSignal.timeout(250_000);
const render = createCanvasRenderer({ media, scale: 0.2 });
let root: string;
beforeAll(async () => (root = await mkdtemp(join(tmpdir(), "spool-draw-again-"))));
afterAll(() => rm(root, { recursive: true }));

/** A short storyboard whose last scene shows the picture at an address. */
function withPicture(address: string): Storyboard {
  const storyboard = shortStoryboard();
  const last = storyboard.scenes.at(-1);
  if (last === undefined) throw new Error("It has scenes.");
  const content = { kind: "image", file: address, caption: "A picture of stripes" } as const;
  return {
    ...storyboard,
    scenes: [...storyboard.scenes.slice(0, -1), { ...last, content, parts: last.parts.slice(0, 1) }],
  };
}

function stripes(): Buffer {
  const canvas = createCanvas(320, 180);
  const context = canvas.getContext("2d");
  for (const [index, colour] of ["#c02020", "#20c020", "#2020c0", "#c0c020"].entries()) {
    context.fillStyle = colour;
    context.fillRect(index * 80, 0, 80, 180);
  }
  return canvas.toBuffer("image/png");
}

/** A checksum of every frame. */
async function framesOf(path: string): Promise<string> {
  const { stdout } = await execa(media.ffmpegPath, [
    "-v",
    "error",
    "-i",
    path,
    "-map",
    "0:v",
    "-f",
    "framemd5",
    "-",
  ]);
  return stdout;
}

test("a storyboard with pictures is drawn again from what is stored, frame by frame the same, when the server is gone", async () => {
  const server = createServer((_request, response) => response.end(stripes())).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  const folder = await mkdtemp(join(root, "first-"));
  const planned = withPicture(`http://127.0.0.1:${port}/stripes.png`);
  const images = await bringImages(
    planned.scenes.map(({ content }) => content),
    folder,
    media,
    signal,
    { uploads: { read: () => Promise.resolve(null) }, projectId: null, limits: { mayAsk: () => true } },
  );
  const storyboard = { ...planned, scenes: planned.scenes.map((scene) => withImages(scene, images)) };
  const narrationPath = join(folder, "narration.wav");
  await writeTrack(narrationPath, [], 3);
  const picture = await render(storyboard, folder, signal, () => undefined);
  const frames = await framesOf(picture.path);
  const sources = { picture, narrationPath, folder, images };
  const order = { lengthSeconds: 3, hasMusic: false, hasHls: false };
  const { files } = await packageVideo(media, storyboard, sources, order, signal, () => undefined);
  server.closeAllConnections();
  server.close();

  const again = await mkdtemp(join(root, "again-"));
  for (const { kind, path } of files) {
    if (kind === "picture" || kind === "storyboard") await copyFile(path, join(again, basename(path)));
  }
  await rm(folder, { recursive: true });
  const stored = storyboardSchema.parse(JSON.parse(await readFile(join(again, "storyboard.json"), "utf8")));
  const drawnAgain = await render(stored, again, signal, () => undefined);

  expect(files.filter(({ kind }) => kind === "picture")).toMatchObject([{ contentType: "image/png" }]);
  expect(await framesOf(drawnAgain.path)).toBe(frames);
});
