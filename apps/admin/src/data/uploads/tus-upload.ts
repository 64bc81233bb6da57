import type { Upload } from "tus-js-client";

/** What hosted Storage asks every part but the last to be. */
const PART_BYTES = 6 * 1024 ** 2;
/** Storage forgets unfinished uploads after a day. */
const REMEMBERED_MS = 23 * 60 * 60 * 1_000;

/** Where in Storage a file goes. */
export interface UploadPlace {
  bucket: string;
  objectName: string;
}

/** What an upload asks for and tells of while it runs. */
export interface TusEvents {
  /** What every request carries, as it is at that moment. What it throws is what the upload fails with. */
  headers: () => Promise<Record<string, string>>;
  onRequest: () => void;
  onAnswer: (status: number) => void;
  onProgress: (sentBytes: number) => void;
  onSuccess: () => void;
  onError: (error: unknown) => void;
}

export interface TusUpload {
  upload: Upload;
  /** Where it goes: an upload that goes on keeps the name it began with. */
  place: UploadPlace;
}

/**
 * A file as an upload by TUS (tus.io, protocol 1.0.0) that has not been started. `rememberedAs` names the file to this
 * browser: what an earlier page left off under the same name goes on.
 */
export async function openTusUpload(
  endpoint: string,
  file: File,
  place: UploadPlace,
  rememberedAs: string,
  events: TusEvents,
): Promise<TusUpload> {
  const { Upload } = await import("tus-js-client");
  const metadataOf = ({ bucket, objectName }: UploadPlace) => ({
    bucketName: bucket,
    objectName,
    contentType: file.type,
    cacheControl: "3600",
  });
  const upload = new Upload(file, {
    endpoint,
    chunkSize: PART_BYTES,
    removeFingerprintOnSuccess: true,
    // The caller knows more: when the browser is back, and when a connection is silent.
    retryDelays: null,
    metadata: metadataOf(place),
    fingerprint: () => Promise.resolve(rememberedAs),
    async onBeforeRequest(request) {
      const headers = await events.headers();
      for (const [name, value] of Object.entries(headers)) request.setHeader(name, value);
      events.onRequest();
    },
    onAfterResponse: (_request, response) => events.onAnswer(response.getStatus()),
    onProgress: events.onProgress,
    onSuccess: events.onSuccess,
    onError: events.onError,
  });
  const oldestMs = Date.now() - REMEMBERED_MS;
  const earlier = (await upload.findPreviousUploads())
    .filter(({ creationTime }) => Date.parse(creationTime) > oldestMs)
    .at(-1);
  const earlierName = earlier?.metadata["objectName"];
  if (earlier === undefined || earlierName === undefined) return { upload, place };
  const earlierPlace = { ...place, objectName: earlierName };
  upload.options.metadata = metadataOf(earlierPlace);
  upload.resumeFromPreviousUpload(earlier);
  return { upload, place: earlierPlace };
}
