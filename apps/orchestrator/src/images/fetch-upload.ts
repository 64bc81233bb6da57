import { AppError } from "@spool/contracts/app-error";
import { parseUploadName, PICTURE_MAX_BYTES, UPLOADS_BUCKET } from "@spool/contracts/picture-source";
import { abortedError } from "@spool/media/media-error";
import { clientFor, storageError, type StorageAccess } from "../package/storage.ts";
import type { FetchedImage } from "./fetch-image.ts";
import { pictureNamed } from "./picture-named.ts";
import { sniffPicture } from "@spool/contracts/sniff-picture";

const TIMEOUT_MS = 15_000;

/** The bucket of what authors bring along. */
export interface UploadStorage {
  /**
   * The bytes of an object, and at most one more than `maxBytes`; null when there is none. Throws the category of
   * Storage's answer, TIMEOUT when there is none.
   */
  read(objectName: string, maxBytes: number, signal: AbortSignal): Promise<Buffer | null>;
}

export function connectUploads(access: StorageAccess): UploadStorage {
  return {
    async read(objectName, maxBytes, signal) {
      const bucket = clientFor(access, signal).storage.from(UPLOADS_BUCKET);
      const { data, error } = await bucket.download(objectName).asStream();
      if (error !== null) {
        const failure = storageError(error, "An uploaded picture could not be read", access.url, signal);
        if (failure.category === "NOT_FOUND" || isMissing(error)) return null;
        throw failure;
      }
      return readAtMost(data as ReadableStream<Uint8Array>, maxBytes); // the body of an answer is bytes
    },
  };
}

/**
 * Takes an uploaded picture out of Storage, held to the same as one that is fetched.
 *
 * Throws INVALID_INPUT for a name that is none, for an upload of another project than the job's, and for what is no
 * picture; NOT_FOUND for one that is gone, TIMEOUT for one that takes too long.
 */
export async function fetchUpload(
  file: string,
  projectId: string | null,
  uploads: UploadStorage,
  signal: AbortSignal,
): Promise<FetchedImage> {
  const upload = parseUploadName(file);
  if (upload === null) {
    const form = `${UPLOADS_BUCKET}/<project_id>/<uuid>/<name>`;
    throw new AppError(
      "INVALID_INPUT",
      `${pictureNamed(file)} is not the name of an upload, which is ${form}.`,
    );
  }
  if (upload.projectId !== projectId) {
    throw new AppError(
      "INVALID_INPUT",
      `${pictureNamed(file)} belongs to another project than the job. Upload it again for this one.`,
    );
  }
  const slow = AbortSignal.timeout(TIMEOUT_MS);
  const bytes = await uploads
    .read(upload.objectName, PICTURE_MAX_BYTES, AbortSignal.any([signal, slow]))
    .catch((error: unknown) => {
      if (signal.aborted) throw abortedError(signal);
      if (!slow.aborted) throw error;
      const message = `${pictureNamed(file)} did not come out of Storage within ${TIMEOUT_MS / 1_000} s.`;
      throw new AppError("TIMEOUT", message, { cause: error });
    });
  if (bytes === null) {
    throw new AppError(
      "NOT_FOUND",
      `${pictureNamed(file)} is no longer in Storage. Edit the job into a new one, and upload the picture again there.`,
    );
  }
  if (bytes.length > PICTURE_MAX_BYTES) {
    const message = `${pictureNamed(file)} is larger than ${PICTURE_MAX_BYTES / 1024 ** 2} MB. Upload a smaller one.`;
    throw new AppError("INVALID_INPUT", message);
  }
  const extension = sniffPicture(bytes);
  if (extension === null) {
    const message = `${pictureNamed(file)} is not a picture in PNG, JPEG or WebP. Upload one that is.`;
    throw new AppError("INVALID_INPUT", message);
  }
  return { bytes, extension };
}

/** Storage says 400 on the status line and what it means beside it. */
const isMissing = (error: Error): boolean => "statusCode" in error && error.statusCode === "404";

async function readAtMost(stream: ReadableStream<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  // leaving the loop early cancels the stream
  for await (const chunk of stream) {
    chunks.push(chunk);
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, maxBytes + 1);
}
