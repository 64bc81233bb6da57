import { statfs } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Browser } from "@playwright/test";
import { createServiceClient } from "@spool/db/service-client";
import { chromiumLaunchOptions } from "../../e2e/support/chromium.ts";
import { createProcessGroup } from "../../scripts/platform/platform.ts";
import { startSupabase } from "../../scripts/platform/processes.ts";
import { SetupError } from "../../scripts/platform/settings.ts";
import { temporarySettings } from "../../scripts/platform/temporary-settings.ts";
import { say } from "../../scripts/platform/terminal.ts";
import { figure, type Figure } from "./report.ts";
import { digestOf, writeBigFile } from "./upload/big-file.ts";
import { inOneRequest, interruptedTwice } from "./upload/send-film.ts";
import { serveUploadingPage } from "./upload/serve-page.ts";
import type { Destination } from "./upload/uploading-page.ts";

const GB = 1024 ** 3;
const MB = 1024 ** 2;
const BUCKET = "long-films";
/** Storage takes five gigabytes at most in one request. */
const WHOLE_MAX_BYTES = 4 * GB;
/** The file, what has arrived of it, and room to breathe. */
const DISK_TIMES_FILE = 2.2;

/**
 * A long film sent by the console's own code from a real Chromium, interrupted twice: after a third of it the network is
 * gone for five seconds, after two thirds the page is loaded anew and the same file chosen again. What has arrived has to
 * be the file, byte for byte.
 *
 * `--gb` makes it smaller while developing. Peer: one request, of as much as Storage takes in one, which would begin anew
 * after any interruption.
 */
export async function upload(): Promise<Figure[]> {
  const sizeBytes = size();
  const { settings, remove } = await temporarySettings();
  const group = await createProcessGroup(settings, say);
  const site = await serveUploadingPage();
  let browser: Browser | undefined;
  try {
    await assertRoom(settings.dataDir, sizeBytes);
    const film = path.join(settings.dataDir, "film.mp4");
    say(`Writing a file of ${(sizeBytes / GB).toFixed(1)} GB`);
    const digest = await writeBigFile(film, sizeBytes);
    const supabase = await startSupabase(group.start, settings);
    const { storage } = createServiceClient(supabase.apiUrl, supabase.secretKey);
    const { error } = await storage.createBucket(BUCKET, { public: false });
    if (error !== null) throw error;
    browser = await chromium.launch(chromiumLaunchOptions());
    const page = await (await browser.newContext()).newPage();
    const to = (objectName: string): Destination => ({
      apiUrl: supabase.apiUrl,
      key: supabase.secretKey,
      bucket: BUCKET,
      objectName,
    });

    const whole = await inOneRequest(
      page,
      site.url,
      film,
      Math.min(sizeBytes, WHOLE_MAX_BYTES),
      to("whole.mp4"),
    );
    await storage.from(BUCKET).remove(["whole.mp4"]);
    const parts = await interruptedTwice(page, site.url, film, sizeBytes, to("parts.mp4"));
    const arrived = await fetch(
      new URL(`/storage/v1/object/authenticated/${BUCKET}/parts.mp4`, supabase.apiUrl),
      { headers: { apikey: supabase.secretKey } },
    );
    if (arrived.body === null || (await digestOf(arrived.body)) !== digest)
      throw new Error("What has arrived is not what was sent");
    say("What has arrived is the file, byte for byte");
    return [
      figure("upload_mb_per_s", sizeBytes / MB / parts.seconds, "MB/s", {
        name: "in one request, not interrupted",
        value: whole.mbPerSecond,
      }),
      figure("sent_again_mb", parts.sentAgainBytes / MB, "MB", {
        name: "one request, interrupted at its end",
        value: sizeBytes / MB,
      }),
      figure("upload_s", parts.seconds, "s"),
    ];
  } finally {
    await browser?.close();
    await site.stop();
    await group.stop();
    await remove();
  }
}

function size(): number {
  const { values } = parseArgs({
    options: { gb: { type: "string", default: "10" } },
    allowPositionals: true,
    strict: false,
  });
  const gigabytes = Number(values["gb"]);
  if (!(gigabytes >= 0.1)) throw new RangeError("--gb is 0.1 at least");
  return Math.round(gigabytes * GB);
}

async function assertRoom(folder: string, sizeBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const missingBytes = sizeBytes * DISK_TIMES_FILE - bavail * bsize;
  if (missingBytes > 0)
    throw new SetupError(
      `${folder} lacks ${Math.ceil(missingBytes / GB)} GB of room. Make some, or say --gb with a smaller number.`,
    );
}
