import { readFile } from "node:fs/promises";
import { AppError, categoryOfHttpStatus } from "@spool/contracts/app-error";
import type { RenderedFile } from "@spool/contracts/render-api";
import { abortedError } from "@spool/media/media-error";
import { createClient } from "@supabase/supabase-js";

export const BUCKET = "videos";
export const SIGNED_FOR_SECONDS = 7 * 24 * 60 * 60;
const CLEAN_UP_TIMEOUT_MS = 10_000;
/** The bucket never sees the same key twice, so whoever has a file may keep it. */
const CACHE_SECONDS = "31536000";

export interface StorageAccess {
  url: string;
  secretKey: string;
}

/** The bucket that finished videos go to. */
export interface VideoStorage {
  /** Uploads a file under `key`. Throws the category of Storage's answer, TIMEOUT when there is none. */
  upload(
    file: { kind: RenderedFile["kind"]; path: string; contentType: string },
    key: string,
    signal: AbortSignal,
  ): Promise<RenderedFile>;
  /** An address that anybody can open for seven days. */
  sign(key: string, signal: AbortSignal): Promise<string>;
  /** Removes what an upload that failed half-way has left. Does its best and does not throw. */
  discard(keys: readonly string[]): Promise<void>;
  /** Throws as `upload` does when the bucket cannot be reached. */
  check(signal: AbortSignal): Promise<void>;
}

export function connectStorage({ url, secretKey }: StorageAccess): VideoStorage {
  // supabase-js takes no signal for Storage: it comes in by the fetch that a client is made with.
  const bucket = (signal: AbortSignal) => clientFor({ url, secretKey }, signal).storage.from(BUCKET);
  return {
    async upload({ kind, path, contentType }, key, signal) {
      // As bytes in memory, a few megabytes at most: Node's fetch turns a blob or a stream whose request is aborted
      // into an unhandled rejection, which would end this process.
      const body = await readFile(path);
      const { error } = await bucket(signal).upload(key, body, {
        contentType,
        upsert: true,
        cacheControl: CACHE_SECONDS,
      });
      if (error !== null) throw storageError(error, `The ${kind} could not be stored`, url, signal);
      return {
        kind,
        bucket: BUCKET,
        path: key,
        content_type: contentType,
        size_bytes: body.length,
      };
    },
    async sign(key, signal) {
      const { data, error } = await bucket(signal).createSignedUrl(key, SIGNED_FOR_SECONDS);
      if (error !== null)
        throw storageError(error, "The stored video could not be given an address", url, signal);
      return data.signedUrl;
    },
    async discard(keys) {
      await bucket(AbortSignal.timeout(CLEAN_UP_TIMEOUT_MS)).remove([...keys]);
    },
    async check(signal) {
      const { error } = await clientFor({ url, secretKey }, signal).storage.getBucket(BUCKET);
      if (error !== null) throw storageError(error, `The bucket ${BUCKET} cannot be reached`, url, signal);
    },
  };
}

/** A client all of whose requests end with `signal`. */
export function clientFor({ url, secretKey }: StorageAccess, signal: AbortSignal) {
  return createClient(url, secretKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: (input, init) => fetch(input, { ...init, signal }) },
  });
}

/** Storage errors carry the HTTP status; one without has met no server. */
export function storageError(error: Error, what: string, url: string, signal: AbortSignal): AppError {
  if (signal.aborted) return abortedError(signal);
  const status = "status" in error && typeof error.status === "number" ? error.status : undefined;
  const context = { service: "storage", status, url };
  if (status === undefined) {
    return new AppError("TIMEOUT", `${what}: Storage at ${url} did not answer.`, { cause: error, context });
  }
  const advice = status === 401 || status === 403 ? " Check SUPABASE_SECRET_KEY." : "";
  const message = `${what}: Storage answered ${status} (${error.message}).${advice}`;
  return new AppError(categoryOfHttpStatus(status), message, { cause: error, context });
}
