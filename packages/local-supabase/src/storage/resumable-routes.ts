import { EVENTS, Server, type Upload } from "@tus/server";
import type { Context, Hono } from "hono";
import { reportFault } from "../gateway/report-fault.ts";
import { MAX_OBJECT_BYTES, rulesFor, type BucketRules } from "./buckets.ts";
import { UUID } from "./file-store.ts";
import { assertMimeType } from "./mime-types.ts";
import { checkBucketName, checkObjectName } from "./names.ts";
import { ownerOf } from "./objects.ts";
import { isRefusal, probeWrite, publishObject, type Deposit } from "./publish-object.ts";
import { ResumableStore } from "./resumable-store.ts";
import { AS_SERVICE, callerOf, type StorageDeps, type Target } from "./storage-context.ts";
import { StorageError, toStorageError } from "./storage-error.ts";
import { parseUserMetadata } from "./upload-body.ts";
import { UploadLocker } from "./upload-lock.ts";
import { describeFile, wantsUpsert } from "./upload-routes.ts";

/** What a request may do, once it is known for which object. Throws when the permit is for another one. */
type Admission = (target: Target) => Promise<Deposit>;

/** A TUS request on its way through the library's hooks, which know it by the Request alone. */
interface Visit {
  admit: Admission;
  rules?: BucketRules;
}

/** Resumable uploads by the TUS protocol, with the caller's own rights or by a token signed beforehand. */
export function addResumableRoutes(app: Hono, deps: StorageDeps): void {
  const store = new ResumableStore(deps.files);
  const locker = new UploadLocker();
  const visits = new WeakMap<object, Visit>();
  const finishing = new Map<string, Promise<void>>();

  /** Rights and rules before the first byte, at the upload's creation and with every part. */
  async function enter(request: object, target: Target): Promise<void> {
    const visit = visits.get(request);
    if (!visit) throw new StorageError("internal");
    visit.rules = await rulesFor(deps.adminPool, target.bucketId, target.name);
    await probeWrite(deps, await visit.admit(target));
  }

  /** Rights again when all bytes are there. Twice at once, or once more after a crash, makes one object. */
  async function finish(request: object, upload: Upload): Promise<void> {
    const running =
      finishing.get(upload.id) ?? publish(request, upload).finally(() => finishing.delete(upload.id));
    finishing.set(upload.id, running);
    await running;
  }

  async function publish(request: object, upload: Upload): Promise<void> {
    const published = "select from storage.objects where version = $1";
    if ((await deps.adminPool.query(published, [upload.id])).rowCount) return;
    const deposit = await visits.get(request)?.admit(targetOf(upload.metadata));
    if (!deposit) throw new StorageError("internal");
    const { contentType, cacheControl, metadata } = upload.metadata ?? {};
    const maxAge = /^-?\d+$/.test(cacheControl ?? "") ? `max-age=${cacheControl}` : "no-cache";
    // An ETag as S3 gives to what came in parts: no digest of the whole, so that nothing is read again.
    const eTag = `"${upload.id.replaceAll("-", "")}-1"`;
    await publishObject(deps, deposit, {
      version: upload.id,
      metadata: describeFile(eTag, upload.size ?? 0, contentType ?? DEFAULT_TYPE, maxAge),
      userMetadata: parseUserMetadata(metadata ?? ""),
    }).catch(async (error: unknown) => {
      if (isRefusal(error)) await store.discard(upload.id);
      throw error;
    });
  }

  const server = new Server({
    path: "/upload/resumable",
    datastore: store,
    locker,
    lockDrainTimeout: 1,
    disableTerminationForFinishedUploads: true,
    maxSize: (request) => visits.get(request)?.rules?.maxObjectBytes || MAX_OBJECT_BYTES,
    async namingFunction(request, metadata) {
      await enter(request, targetOf(metadata));
      const allowed = visits.get(request)?.rules?.allowedMimeTypes ?? [];
      assertMimeType(metadata?.["contentType"] ?? DEFAULT_TYPE, allowed);
      return crypto.randomUUID();
    },
    getFileIdFromRequest: (_request, id) => (id !== undefined && UUID.test(id) ? id : undefined),
    async onIncomingRequest(request, id) {
      if (request.method === "POST") return; // entered when it was named
      const upload = await store.getUpload(id);
      if (request.method !== "HEAD") return enter(request, targetOf(upload.metadata));
      // All bytes without an object: a crash came between. The client asks how far it got, and must not hear "done".
      if (upload.offset === upload.size) await finish(request, upload);
    },
    generateUrl: (request, { proto, host, id }) =>
      `${proto}://${host}${new URL(request.url).pathname.replace(/\/$/, "")}/${id}`,
    respectForwardedHeaders: true,
    async onUploadFinish(request, upload) {
      await finish(request, upload);
      return { headers: { "Tus-Complete": "1" } };
    },
    onResponseError(request, error) {
      const refusal = toStorageError(error);
      if (refusal) return { status_code: Number(refusal.body.statusCode), body: refusal.message };
      if (error instanceof Error) reportFault(error, request);
      return undefined;
    },
  });
  server.on(EVENTS.POST_RECEIVE, (_request, upload) => {
    locker.heardOf(upload.id);
  });

  const serve = async (c: Context, admit: Admission): Promise<Response> => {
    visits.set(c.req.raw, { admit });
    return server.handleWeb(c.req.raw);
  };
  const withPermit = (c: Context) =>
    serve(c, async (target) => {
      const signature = c.req.header("x-signature");
      if (!signature) throw new StorageError("wrongSignature", "Missing x-signature header");
      return { caller: AS_SERVICE, target, ...(await deps.signer.verifyUpload(target, signature)) };
    });
  const withRights = async (c: Context) => {
    // Asking what the server can do needs no key.
    const caller = c.req.method === "OPTIONS" ? AS_SERVICE : await callerOf(c, deps);
    const deposit = { caller, ownerId: ownerOf(caller), isUpsert: wantsUpsert(c) };
    return serve(c, (target) => Promise.resolve({ ...deposit, target }));
  };
  for (const rest of ["", "/:id"]) {
    app.all(`/upload/resumable/sign${rest}`, withPermit);
    app.all(`/upload/resumable${rest}`, withRights);
  }
}

const DEFAULT_TYPE = "application/octet-stream";

function targetOf(metadata: Upload["metadata"]): Target {
  if (!metadata) throw new StorageError("invalidRequest", "Metadata header is required");
  return {
    bucketId: checkBucketName(metadata["bucketName"]),
    name: checkObjectName(metadata["objectName"]),
  };
}
