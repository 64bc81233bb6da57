import { UPLOADS_BUCKET } from "@spool/contracts/picture-source";
import type { BrowserSupabase } from "../../lib/supabase-browser.tsx";
import { nameObject } from "./name-object.ts";
import { createSendingSpeed } from "./sending-speed.ts";
import { answerOf, causeOf } from "./tus-errors.ts";
import type { UploadState } from "./upload-state.ts";

type Tus = typeof import("tus-js-client");

/** What hosted Storage asks every part but the last to be. */
const PART_BYTES = 6 * 1024 ** 2;
/** A connection on which nothing moved for so long is taken for dead: a pulled cable says nothing. */
const SILENT_MS = 15_000;
const WATCH_EVERY_MS = 1_000;
const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000];
/** Storage forgets unfinished uploads after a day. */
const REMEMBERED_MS = 23 * 60 * 60 * 1_000;
/** Answers after which the same may work in a moment: busy, or held by a request that is not known to be dead yet. */
const PASSING_STATUSES = new Set([408, 409, 423, 429]);
const SESSION_ENDED = "Your session has ended. Sign in again in another tab, then go on.";

/** An upload under way. Each may be called at any time; after `leave` nothing is told any more. */
export interface PictureUpload {
  stop: () => void;
  goOn: () => void;
  /** Stops for good. What has arrived stays for a day, and is found again with the same file. */
  leave: () => void;
}

/**
 * Sends a file to the bucket of uploads by TUS. It goes on by itself after a cut, also where an earlier page of this
 * browser left off with the same file and project; every request carries the session as it is then.
 */
export function uploadPicture(
  supabase: BrowserSupabase,
  projectId: string,
  file: File,
  onState: (state: UploadState) => void,
): PictureUpload {
  let objectName = nameObject(projectId, file.name);
  let state: "running" | "waiting" | "idle" = "idle";
  let sentBytes = 0;
  let lastSignMs = 0;
  let failures = 0;
  let isTokenDoubted = false;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let client: Promise<InstanceType<Tus["Upload"]>> | undefined;
  const speed = createSendingSpeed();

  async function open(): Promise<InstanceType<Tus["Upload"]>> {
    const { Upload } = await import("tus-js-client");
    const upload = new Upload(file, {
      endpoint: supabase.addressOf("/storage/v1/upload/resumable"),
      chunkSize: PART_BYTES,
      removeFingerprintOnSuccess: true,
      // Ours knows more: when the browser is back, and when a connection is silent.
      retryDelays: null,
      metadata: { bucketName: UPLOADS_BUCKET, objectName, contentType: file.type, cacheControl: "3600" },
      fingerprint: () =>
        Promise.resolve(`spool-picture ${projectId} ${file.size} ${file.lastModified} ${file.name}`),
      async onBeforeRequest(request) {
        const headers = await supabase.headers({ isRenewed: isTokenDoubted });
        if (headers === null) throw new SessionEnded();
        for (const [name, value] of Object.entries(headers)) request.setHeader(name, value);
        lastSignMs = performance.now();
      },
      onAfterResponse(_request, response) {
        lastSignMs = performance.now();
        if (response.getStatus() < 400) wentWell();
      },
      onProgress(sent) {
        sentBytes = sent;
        lastSignMs = performance.now();
        if (state === "running") {
          onState({ status: "sending", sentBytes, bytesPerSecond: speed.note(sent) });
        }
      },
      onSuccess() {
        end();
        onState({ status: "done", file: `${UPLOADS_BUCKET}/${objectName}` });
      },
      onError: (error) => failed(error),
    });
    const oldestMs = Date.now() - REMEMBERED_MS;
    const earlier = (await upload.findPreviousUploads())
      .filter(({ creationTime }) => Date.parse(creationTime) > oldestMs)
      .at(-1);
    const earlierName = earlier?.metadata["objectName"];
    if (earlier !== undefined && earlierName !== undefined) {
      objectName = earlierName;
      upload.options.metadata = { ...upload.options.metadata, objectName };
      upload.resumeFromPreviousUpload(earlier);
    }
    return upload;
  }

  function wentWell(): void {
    failures = 0;
    isTokenDoubted = false;
  }

  async function run(): Promise<void> {
    clearTimeout(retryTimer);
    // Whether a cut is over is known when an answer comes, and not before.
    if (state !== "waiting") onState({ status: "sending", sentBytes, bytesPerSecond: null });
    state = "running";
    speed.forget();
    lastSignMs = performance.now();
    try {
      client ??= open();
      const upload = await client;
      if (isRunning()) upload.start();
    } catch {
      // The library itself could not be had.
      client = undefined;
      if (isRunning()) cut();
    }
  }

  /** What awaits in between may have changed it. */
  const isRunning = () => state === "running";

  /** Drops the request that is under way, if any. */
  function drop(): void {
    void client?.then((upload) => upload.abort()).catch(() => undefined);
  }

  function cut(): void {
    drop();
    state = "waiting";
    onState({ status: "cut", sentBytes });
    const delayMs = RETRY_MS[Math.min(failures, RETRY_MS.length - 1)];
    failures += 1;
    clearTimeout(retryTimer);
    retryTimer = setTimeout(() => void run(), delayMs);
  }

  function failed(error: unknown): void {
    if (!isRunning()) return;
    if (error instanceof Error && causeOf(error) instanceof SessionEnded) {
      refuse(SESSION_ENDED);
      return;
    }
    const answer = answerOf(error);
    if (answer === null || answer.status >= 500 || PASSING_STATUSES.has(answer.status)) {
      cut();
      return;
    }
    if ((answer.status === 401 || answer.status === 403) && !isTokenDoubted) {
      // The token ended earlier than our clock believes: once more with a new one.
      isTokenDoubted = true;
      void run();
      return;
    }
    refuse(answer.words);
  }

  function refuse(message: string): void {
    state = "idle";
    onState({ status: "refused", sentBytes, message });
  }

  const watch = setInterval(() => {
    if (isRunning() && performance.now() - lastSignMs > SILENT_MS) cut();
  }, WATCH_EVERY_MS);
  const onOffline = () => {
    if (isRunning()) cut();
  };
  const onOnline = () => {
    if (state === "waiting") void run();
  };
  addEventListener("offline", onOffline);
  addEventListener("online", onOnline);

  function end(): void {
    state = "idle";
    clearTimeout(retryTimer);
    clearInterval(watch);
    removeEventListener("offline", onOffline);
    removeEventListener("online", onOnline);
  }

  void run();
  return {
    stop() {
      clearTimeout(retryTimer);
      drop();
      state = "idle";
      onState({ status: "stopped", sentBytes });
    },
    goOn: () => void run(),
    leave() {
      end();
      drop();
    },
  };
}

class SessionEnded extends Error {}
