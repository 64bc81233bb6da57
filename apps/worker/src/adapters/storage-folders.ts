import { AppError } from "@spool/contracts/app-error";
import { createServiceClient } from "@spool/db/service-client";

const PAGE_MAX = 1_000;

/** Folders of Supabase Storage, with the rights of the secret key. */
export interface StorageFolders {
  /** Removes every file under a prefix (`<job>/` or `<job>/<attempt>/`) and returns how many. None is no error. */
  empty(bucket: string, prefix: string, signal: AbortSignal): Promise<number>;
}

export function openStorageFolders(supabaseUrl: string, secretKey: string): StorageFolders {
  const client = createServiceClient(supabaseUrl, secretKey);

  /** Names of the files below a folder; Storage lists one level at a time, folders without an id. */
  const filesUnder = async (bucket: string, folder: string, signal: AbortSignal): Promise<string[]> => {
    const names: string[] = [];
    for (let offset = 0; ; offset += PAGE_MAX) {
      const { data, error } = await client.storage
        .from(bucket)
        .list(folder, { limit: PAGE_MAX, offset }, { signal });
      if (error)
        throw new AppError("API_ERROR", `Storage did not list ${bucket}/${folder}: ${error.message}`);
      for (const { id, name } of data) {
        const path = `${folder}/${name}`;
        if (id === null) names.push(...(await filesUnder(bucket, path, signal)));
        else names.push(path);
      }
      if (data.length < PAGE_MAX) return names;
    }
  };

  return {
    async empty(bucket, prefix, signal) {
      const files = await filesUnder(bucket, prefix.replace(/\/$/, ""), signal);
      for (let start = 0; start < files.length; start += PAGE_MAX) {
        signal.throwIfAborted();
        const { error } = await client.storage.from(bucket).remove(files.slice(start, start + PAGE_MAX));
        if (error)
          throw new AppError(
            "API_ERROR",
            `Storage did not remove files of ${bucket}/${prefix}: ${error.message}`,
          );
      }
      return files.length;
    },
  };
}
