import { Hono } from "hono";
import type { GatewayDeps } from "../gateway/deps.ts";
import { reportFault } from "../gateway/report-fault.ts";
import { bucketRoutes } from "./bucket-routes.ts";
import { toStorageError } from "./database-error.ts";
import { downloadRoutes } from "./download-routes.ts";
import { FileStore } from "./file-store.ts";
import { objectRoutes } from "./object-routes.ts";
import { signRoutes } from "./sign-routes.ts";
import type { StorageDeps } from "./storage-context.ts";
import { notImplemented, StorageError } from "./storage-error.ts";
import { uploadRoutes } from "./upload-routes.ts";
import { createUrlSigner } from "./url-signer.ts";

/** What hosted Supabase answers here and this server does not (yet). */
const ELSEWHERE: Readonly<Record<string, string>> = {
  "/upload/resumable": "Resumable upload (TUS)",
  "/object/list-v2": "Listing with a cursor (list-v2)",
  "/render": "Image transformation",
  "/cdn": "The content delivery network",
  "/s3": "The S3 protocol",
  "/iceberg": "Analytics buckets",
  "/vector": "Vector buckets",
};

/** The Storage API, to be mounted at `/storage/v1`. Opens `deps.storageDir`, which must be this process's alone. */
export function createStorageApp(deps: GatewayDeps): Hono {
  const storage: StorageDeps = {
    pool: deps.pool,
    adminPool: deps.adminPool,
    authenticate: (headers, url) => deps.authenticate(headers, url),
    files: new FileStore(deps.storageDir),
    signer: createUrlSigner(deps.keys),
  };
  const app = new Hono();
  app.onError((error, c) => {
    if (!toStorageError(error)) reportFault(error, c.req.raw);
    return toResponse(error);
  });

  app.get("/status", (c) => c.body(null, 200));
  for (const [path, feature] of Object.entries(ELSEWHERE)) {
    app.all(`${path}/*`, () => toResponse(notImplemented(feature)));
    app.all(path, () => toResponse(notImplemented(feature)));
  }
  app.all("/bucket/:bucket/lifecycle", () => toResponse(notImplemented("Bucket lifecycle")));

  // The more particular paths first: `/object/:bucket/*` would take them all.
  app.route("/", bucketRoutes(storage));
  app.route("/", signRoutes(storage));
  app.route("/", objectRoutes(storage));
  app.route("/", downloadRoutes(storage));
  app.route("/", uploadRoutes(storage));
  app.all("*", (c) =>
    toResponse(new StorageError("invalidRequest", `Route ${c.req.method}:${c.req.path} not found`)),
  );
  return app;
}

function toResponse(error: unknown): Response {
  const answer = toStorageError(error) ?? new StorageError("internal");
  return Response.json(answer.body, { status: answer.httpStatus, headers: answer.headers });
}
