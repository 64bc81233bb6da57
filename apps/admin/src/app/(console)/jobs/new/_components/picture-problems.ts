import { PICTURE_MAX_BYTES, PICTURE_TYPES } from "@spool/contracts/picture-source";
import { SNIFFED_BYTES, sniffPicture } from "@spool/contracts/sniff-picture";
import { formatBytes } from "../../../../../lib/format-bytes.ts";

const KINDS = "PNG, JPEG or WebP";
const MOST = `${PICTURE_MAX_BYTES / 1024 ** 2} MB`;

/** Why a file is not sent, in a sentence that says what to do; null when it is. Reads its first bytes only. */
export async function fileProblem(file: File): Promise<string | null> {
  if (file.size === 0) return `${file.name} is empty. Choose the file that has the picture in it.`;
  if (!PICTURE_TYPES.some((type) => type === file.type))
    return `${file.name} is no picture in ${KINDS}. Save it as one of these, and choose that.`;
  if (file.size > PICTURE_MAX_BYTES)
    return `${file.name} has ${formatBytes(file.size)}, and a picture may have ${MOST} at most. Make it smaller, and choose it again.`;
  const head = await file
    .slice(0, SNIFFED_BYTES)
    .arrayBuffer()
    .catch(() => null);
  if (head === null)
    return `${file.name} cannot be read. Look whether it is still there, and choose it again.`;
  return sniffPicture(new Uint8Array(head)) === null
    ? `${file.name} is called a picture and is none in ${KINDS}. Save it as one of these, and choose that.`
    : null;
}

/** Why an address is not taken; null when it is. */
export function addressProblem(address: string): string | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol))
    return "Give the whole address of the picture, from http:// or https:// on.";
  return url.username === "" && url.password === "" ? null : "Give an address without a user in it.";
}
