import { StorageError } from "./storage-error.ts";

const PATTERN = /^[a-z0-9!#$&^_.+-]+\/([a-z0-9!#$&^_.+-]+|\*)$/;

/** Type and subtype, without parameters such as a charset. */
const essenceOf = (mimeType: string) => mimeType.split(";", 1).join("").trim().toLowerCase();

/** A bucket's restriction as it is kept: `Image/PNG; q=1` becomes `image/png`. Throws InvalidMimeType. */
export function checkMimePattern(pattern: string): string {
  const essence = essenceOf(pattern);
  if (pattern.length > 255 || !PATTERN.test(essence) || essence.startsWith("*") || /;.*,/.test(pattern))
    throw new StorageError("wrongMimeType", `mime type ${pattern.slice(0, 255)} is not supported`);
  return essence;
}

/** `image/*` allows every image; no patterns allow everything. Throws InvalidMimeType. */
export function assertMimeType(mimeType: string, allowed: readonly string[]): void {
  const essence = essenceOf(mimeType);
  const isAllowed = allowed.some((pattern) => {
    const wanted = pattern.toLowerCase();
    return wanted === essence || (wanted.endsWith("/*") && essence.startsWith(wanted.slice(0, -1)));
  });
  if (allowed.length > 0 && !isAllowed)
    throw new StorageError("wrongMimeType", `mime type ${mimeType} is not supported`);
}
