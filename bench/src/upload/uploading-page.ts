import { sendResumably } from "../../../apps/admin/src/data/uploads/resumable-upload.ts";
import type { UploadState } from "../../../apps/admin/src/data/uploads/upload-state.ts";

/** Where the chosen file goes, and by whose leave. */
export interface Destination {
  apiUrl: string;
  key: string;
  bucket: string;
  objectName: string;
}

declare global {
  interface Window {
    /** Sends the chosen file in parts, as the console does. What comes of it stands in `uploadStates`. */
    sendInParts: (destination: Destination) => void;
    uploadStates: UploadState[];
    /** Sends so much of it in one request. Resolves to why that was refused, or null. */
    sendWhole: (sizeBytes: number, destination: Destination) => Promise<string | null>;
  }
}

const headersOf = ({ key }: Destination) => ({ apikey: key, Authorization: `Bearer ${key}` });

function chosenFile(): File {
  const file = document.querySelector("input")?.files?.[0];
  if (file === undefined) throw new Error("No file was chosen");
  return file;
}

window.uploadStates = [];
window.sendInParts = (destination) => {
  const { apiUrl, bucket, objectName } = destination;
  const access = {
    addressOf: (path: string) => new URL(path, apiUrl).href,
    headers: () => Promise.resolve(headersOf(destination)),
  };
  sendResumably(access, chosenFile(), { bucket, objectName }, `bench ${bucket}`, (state) => {
    window.uploadStates.push(state);
  });
};
window.sendWhole = async (sizeBytes, destination) => {
  const { apiUrl, bucket, objectName } = destination;
  const response = await fetch(new URL(`/storage/v1/object/${bucket}/${objectName}`, apiUrl), {
    method: "POST",
    headers: headersOf(destination),
    body: chosenFile().slice(0, sizeBytes),
  });
  return response.ok ? null : response.text();
};
