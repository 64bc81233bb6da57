import { readFile, writeFile } from "node:fs/promises";
import { clientFor, storageError, type StorageAccess } from "../package/storage.ts";

const BUCKET = "work";
const LISTED_MAX = 1_000;
const CLEAN_UP_TIMEOUT_MS = 10_000;

/** The bucket in which stages of a job leave things for each other. */
export interface WorkStorage {
  /** Stores a file under `key`. Throws the category of Storage's answer, TIMEOUT when there is none. */
  put(path: string, key: string, signal: AbortSignal): Promise<void>;
  /** Writes what lies under `key` to `path`. Throws NOT_FOUND when it is gone, else as `put` does. */
  get(key: string, path: string, signal: AbortSignal): Promise<void>;
  /** Names of the files of a folder. Throws as `put` does. */
  list(folder: string, signal: AbortSignal): Promise<string[]>;
  /** Removes what there is of `keys`. Does its best and does not throw. */
  remove(keys: readonly string[]): Promise<void>;
}

export function connectWorkStorage(access: StorageAccess): WorkStorage {
  const bucket = (signal: AbortSignal) => clientFor(access, signal).storage.from(BUCKET);
  return {
    async put(path, key, signal) {
      const body = await readFile(path); // see storage.ts for why it is no stream
      const { error } = await bucket(signal).upload(key, body, {
        contentType: "application/octet-stream",
        upsert: true,
      });
      if (error !== null)
        throw storageError(error, "What a stage left could not be stored", access.url, signal);
    },
    async get(key, path, signal) {
      const { data, error } = await bucket(signal).download(key);
      if (error !== null)
        throw storageError(error, "What a stage left could not be read", access.url, signal);
      await writeFile(path, new Uint8Array(await data.arrayBuffer()));
    },
    async list(folder, signal) {
      const { data, error } = await bucket(signal).list(folder, { limit: LISTED_MAX });
      if (error !== null)
        throw storageError(error, "What a stage left could not be listed", access.url, signal);
      return data.map(({ name }) => name);
    },
    async remove(keys) {
      if (keys.length > 0) await bucket(AbortSignal.timeout(CLEAN_UP_TIMEOUT_MS)).remove([...keys]);
    },
  };
}
