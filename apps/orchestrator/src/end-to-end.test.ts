import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderResponseSchema } from "@spool/contracts/render-api";
import { readMediaEnv } from "@spool/media/env";
import { probeMedia } from "@spool/media/probe-media";
import { startTestStack } from "@spool/testing/stack";
import pino from "pino";
import { expect, test } from "vitest";
import { startOrchestrator } from "./orchestrator.ts";

test("a current-affairs job is rendered into the real bucket, and its signed address plays", async () => {
  const stack = await startTestStack();
  const folder = await mkdtemp(join(tmpdir(), "spool-end-to-end-"));
  const orchestrator = await startOrchestrator({
    host: "127.0.0.1",
    port: 0,
    maxRenders: 1,
    storage: { url: stack.apiUrl, secretKey: stack.secretKey },
    media: readMediaEnv(),
    log: pino({ level: "silent" }),
    workRoot: folder,
    pictureScale: 0.2,
  });
  try {
    const readiness = await fetch(`${orchestrator.url}/readyz`);
    expect(await readiness.json()).toEqual({ status: "ready", checks: { ffmpeg: "ok", storage: "ok" } });

    const job = {
      job_id: crypto.randomUUID(),
      attempt_id: crypto.randomUUID(),
      job_type: "daily_ca",
      input: { topic: "Current affairs, 22 November", points: ["The budget passed.", "The bridge opened."] },
      voice: "male",
    };
    const response = await fetch(`${orchestrator.url}/render`, { method: "POST", body: JSON.stringify(job) });
    const video = renderResponseSchema.parse(await response.json());

    const download = await fetch(video.video_url);
    expect(download.headers.get("content-type")).toContain("video/mp4");
    const path = join(folder, "downloaded.mp4");
    await writeFile(path, new Uint8Array(await download.arrayBuffer()));
    const facts = await probeMedia(path);
    expect(facts).toMatchObject({ videoCodec: "h264", audioCodec: "aac", widthPx: 216, heightPx: 384 });
    expect(Math.abs(facts.durationSeconds - 60)).toBeLessThan(0.1);
    expect(facts.sizeBytes).toBe(video.files?.find(({ kind }) => kind === "video")?.size_bytes);
    expect((await fetch(video.thumbnail_url)).headers.get("content-type")).toContain("image/jpeg");
    expect(video.files?.every(({ path: key }) => key.startsWith(`${job.job_id}/${job.attempt_id}/`))).toBe(
      true,
    );
  } finally {
    await orchestrator.close();
    await stack.stop();
    await rm(folder, { recursive: true });
  }
});
