import { StorageError } from "./storage-error.ts";

/** Characters that are safe in object keys everywhere. No `%`, so nothing decodes any further. */
const KEY = /^[\w/!\-.*'() &$@=;:+,?]+$/;
const BUCKET = /^[\w!\-.*'() &$@=;:+,?]{1,63}$/;
/** S3's limit, which hosted Storage inherits. */
const MAX_KEY_BYTES = 1024;

/** An object's name after one decoding, checked. Throws InvalidKey for traversal, NUL, absolute and foreign names. */
export function checkObjectName(name: unknown): string {
  if (typeof name !== "string" || name.length > MAX_KEY_BYTES || !KEY.test(name))
    throw new StorageError("invalidKey", `Invalid key: ${shown(name)}`);
  const hasBadSegment = name
    .split("/")
    .some((segment) => segment === "" || segment === "." || segment === "..");
  if (hasBadSegment) throw new StorageError("invalidKey", `Invalid key: ${name}`);
  return name;
}

/** The bucket's id, checked. */
export function checkBucketName(name: unknown): string {
  if (
    typeof name !== "string" ||
    !BUCKET.test(name) ||
    name === "." ||
    name === ".." ||
    name !== name.trim()
  ) {
    throw new StorageError("invalidBucketName");
  }
  return name;
}

/** Without control characters, and short: it comes back in the answer. */
function shown(name: unknown): string {
  if (typeof name !== "string") return "";
  return name.replace(/\p{Cc}/gu, "\uFFFD").slice(0, 200);
}
