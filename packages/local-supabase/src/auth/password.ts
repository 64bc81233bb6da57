import { compare, hash } from "bcryptjs";
import { AuthError } from "./auth-error.ts";

const COST = 10;
const MIN_LENGTH = 6;

/** bcrypt looks at no more bytes; a longer password would be cut without a word. */
const MAX_BYTES = 72;

/** Compared with when there is no such account, so that the answer takes as long. */
const NOBODYS_HASH = "$2b$10$bTRn9dGLsm0VVzUP5iFCq.91SUoz34uRu5nUt.vcdC0AIe3uabtHC";

/** Hashes a new password. 422 `weak_password` when it is too short. */
export async function hashPassword(password: string): Promise<string> {
  if (password.length < MIN_LENGTH) {
    const message = `Password should be at least ${MIN_LENGTH} characters.`;
    throw new AuthError(422, "weak_password", message, { weak_password: { reasons: ["length"] } });
  }
  if (Buffer.byteLength(password) > MAX_BYTES) {
    throw new AuthError(400, "validation_failed", `Password cannot be longer than ${MAX_BYTES} characters`);
  }
  return hash(password, COST);
}

export async function isPassword(password: string, hashed: string | null): Promise<boolean> {
  const isRight = await compare(password, hashed === null || hashed === "" ? NOBODYS_HASH : hashed);
  return isRight && hashed !== null && hashed !== "";
}
