import { UPLOADS_BUCKET } from "@spool/contracts/picture-source";
import { nameObject } from "./name-object.ts";
import { sendResumably, type ResumableUpload, type UploadAccess } from "./resumable-upload.ts";
import type { UploadState } from "./upload-state.ts";

/** Sends a picture to the bucket of uploads, under a new name. The same file for the same project goes on after a cut. */
export function uploadPicture(
  api: UploadAccess,
  projectId: string,
  file: File,
  onState: (state: UploadState) => void,
): ResumableUpload {
  const place = { bucket: UPLOADS_BUCKET, objectName: nameObject(projectId, file.name) };
  const rememberedAs = `spool-picture ${projectId} ${file.size} ${file.lastModified} ${file.name}`;
  return sendResumably(api, file, place, rememberedAs, onState);
}
