import { parseUploadName } from "@spool/contracts/picture-source";

/** A picture in messages. What stands behind the question mark of an address may be a key. */
export function pictureNamed(file: string): string {
  const upload = parseUploadName(file);
  return upload === null
    ? `The picture at ${file.split(/[?#]/)[0]?.slice(0, 200) ?? ""}`
    : `The uploaded picture ${upload.fileName.slice(0, 200)}`;
}
