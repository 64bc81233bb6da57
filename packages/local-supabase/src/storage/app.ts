import { Hono } from "hono";
import type { GatewayDeps } from "../gateway/deps.ts";
import { reportFault } from "../gateway/report-fault.ts";
import { addBucketRoutes } from "./bucket-routes.ts";
import { addDownloadRoutes } from "./download-routes.ts";
import { FileStore } from "./file-store.ts";
import { addObjectRoutes } from "./object-routes.ts";
import { addResumableRoutes } from "./resumable-routes.ts";
import { addSignRoutes } from "./sign-routes.ts";
import type { StorageDeps } from "./storage-context.ts";
import { notImplemented, StorageError, toStorageError } from "./storage-error.ts";
import { startSweeping } from "./sweep.ts";
import { addUploadRoutes } from "./upload-routes.ts";
import { createUrlSigner } from "./url-signer.ts";

/** What hosted Supabase answers here and this server does not. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "/render": "Image transformation",
  "/cdn": "The content delivery network",
  "/s3": "The S3 protocol",
  "/iceberg": "Analytics buckets",
  "/vector": "Vector buckets",
  "/bucket/:bucket/lifecycle": "Bucket lifecycle",
};

interface StorageApp {
  app: Hono;
  /** Ends the upkeep, after what it is at. */
  close(): Promise<void>;
}

/** The Storage API, to be mounted at `/storage/v1`. Opens `deps.storageDir`, which must be this process's alone. */
export function createStorageApp(deps: GatewayDeps): StorageApp {
  const storage: StorageDeps = {
    pool: deps.pool,
    adminPool: deps.adminPool,
    authenticate: (headers, url) => deps.authenticate(headers, url),
    files: new FileStore(deps.storageDir),
    signer: createUrlSigner(deps.keys),
  };
  const app = new Hono();
  app.onError((error, c) => {
    const refusal = toStorageError(error);
    if (!refusal) reportFault(error, c.req.raw);
    return toResponse(refusal ?? new StorageError("internal"));
  });

  app.get("/status", (c) => c.body(null, 200));
  for (const [path, feature] of Object.entries(ELSEWHERE)) {
    app.all(`${path}/*`, () => toResponse(notImplemented(feature)));
    app.all(path, () => toResponse(notImplemented(feature)));
  }
  // The more particular paths first: `/object/:bucket/*` would take them all.
  addBucketRoutes(app, storage);
  addResumableRoutes(app, storage);
  addSignRoutes(app, storage);
  addObjectRoutes(app, storage);
  addDownloadRoutes(app, storage);
  addUploadRoutes(app, storage);
  app.all("*", (c) =>
    toResponse(new StorageError("invalidRequest", `Route ${c.req.method}:${c.req.path} not found`)),
  );
  return { app, close: startSweeping(storage) };
}

function toResponse({ body, httpStatus, headers }: StorageError): Response {
  return Response.json(body, { status: httpStatus, headers });
}
