import { createSendingSpeed } from "./sending-speed.ts";
import { answerOf, causeOf } from "./tus-errors.ts";
import { openTusUpload, type TusUpload, type UploadPlace } from "./tus-upload.ts";
import type { UploadState } from "./upload-state.ts";
import { watchConnection } from "./watch-connection.ts";

/** A connection on which nothing moved for so long is taken for dead: a pulled cable says nothing. */
const SILENT_MS = 15_000;
const RETRY_MS = [500, 1_000, 2_000, 4_000, 8_000];
/** Answers after which the same may work in a moment: busy, or held by a request that is not known to be dead yet. */
const PASSING_STATUSES = new Set([408, 409, 423, 429]);
const SESSION_ENDED = "Your session has ended. Sign in again in another tab, then go on.";

/** The API as the signed-in person: `BrowserSupabase` has it. */
export interface UploadAccess {
  /** The whole address of a path of the API. */
  addressOf(path: string): string;
  /** What every request carries; null where the session has ended. `isRenewed` when the last one was refused. */
  headers(options: { isRenewed: boolean }): Promise<Record<string, string> | null>;
}

/** An upload under way. Each may be called at any time; after `leave` nothing is told any more. */
export interface ResumableUpload {
  stop: () => void;
  goOn: () => void;
  /** Stops for good. What has arrived stays for a day, and is found again with the same file. */
  leave: () => void;
}

/**
 * Sends a file of any size to Storage, in parts. It goes on by itself after a cut, also where an earlier page of this
 * browser left off with what was `rememberedAs` the same; every request carries the session as it is then.
 */
export function sendResumably(
  api: UploadAccess,
  file: File,
  wantedPlace: UploadPlace,
  rememberedAs: string,
  onState: (state: UploadState) => void,
): ResumableUpload {
  let state: "running" | "waiting" | "idle" = "idle";
  let sentBytes = 0;
  let lastSignMs = 0;
  let failures = 0;
  let isTokenDoubted = false;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let opening: Promise<TusUpload> | undefined;
  const speed = createSendingSpeed();

  const sign = () => {
    lastSignMs = performance.now();
  };

  async function open(): Promise<TusUpload> {
    const endpoint = api.addressOf("/storage/v1/upload/resumable");
    const opened = await openTusUpload(endpoint, file, wantedPlace, rememberedAs, {
      async headers() {
        const headers = await api.headers({ isRenewed: isTokenDoubted });
        if (headers === null) throw new SessionEnded();
        return headers;
      },
      onRequest: sign,
      onAnswer(status) {
        sign();
        if (status >= 400) return;
        failures = 0;
        isTokenDoubted = false;
      },
      onProgress(sent) {
        sentBytes = sent;
        sign();
        if (isRunning()) onState({ status: "sending", sentBytes, bytesPerSecond: speed.note(sent) });
      },
      onSuccess() {
        end();
        onState({ status: "done", file: `${opened.place.bucket}/${opened.place.objectName}` });
      },
      onError: failed,
    });
    return opened;
  }

  async function run(): Promise<void> {
    clearTimeout(retryTimer);
    // Whether a cut is over is known when an answer comes, and not before.
    if (state !== "waiting") onState({ status: "sending", sentBytes, bytesPerSecond: null });
    state = "running";
    speed.forget();
    sign();
    try {
      opening ??= open();
      const { upload } = await opening;
      if (isRunning()) upload.start();
    } catch {
      // The library itself could not be had.
      opening = undefined;
      if (isRunning()) cut();
    }
  }

  /** What awaits in between may have changed it. */
  const isRunning = () => state === "running";

  /** Drops the request that is under way, if any. */
  function drop(): void {
    void opening?.then(({ upload }) => upload.abort()).catch(() => undefined);
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

  const unwatch = watchConnection({
    onLook: () => {
      if (isRunning() && performance.now() - lastSignMs > SILENT_MS) cut();
    },
    onOffline: () => {
      if (isRunning()) cut();
    },
    onOnline: () => {
      if (state === "waiting") void run();
    },
  });

  function end(): void {
    state = "idle";
    clearTimeout(retryTimer);
    unwatch();
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
