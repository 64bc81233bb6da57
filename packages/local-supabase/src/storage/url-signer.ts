import { hkdfSync } from "node:crypto";
import { errors, jwtVerify, SignJWT, type JWTPayload } from "jose";
import type { StackKeys } from "../keys.ts";
import type { Target } from "./storage-context.ts";
import { StorageError } from "./storage-error.ts";

/** Makes and checks the tokens in signed addresses. */
export interface UrlSigner {
  /** `path` is bucket and name, `videos/a/b.mp4`. */
  sign(scope: Scope, path: string, expiresInSeconds: number, extra?: JWTPayload): Promise<string>;
  /** When the token expires. Throws InvalidJWT when forged or expired, InvalidSignature when made for something else. */
  verifyDownload(target: Target, token: string | undefined): Promise<{ expiresAt: Date }>;
  /** What the token's maker allowed. Throws likewise. */
  verifyUpload(
    target: Target,
    token: string | undefined,
  ): Promise<{ ownerId: string | null; isUpsert: boolean }>;
}

type Scope = "download" | "upload";

const ALGORITHM = "HS256";

/**
 * A secret of its own, derived from the stack's key: a signed address can never pass for an access token, nor an
 * access token for a signed address, and addresses stay valid over a restart.
 */
export function createUrlSigner(keys: Pick<StackKeys, "signingJwk">): UrlSigner {
  const secret = new Uint8Array(hkdfSync("sha256", keys.signingJwk.d, "", "storage signed urls", 32));

  async function verify(scope: Scope, { bucketId, name }: Target, token = "") {
    if (token === "")
      throw new StorageError("invalidToken", "querystring must have required property 'token'");
    const options = { algorithms: [ALGORITHM], requiredClaims: ["exp"] };
    const { payload } = await jwtVerify(token, secret, options).catch((error: unknown) => {
      const message = error instanceof errors.JOSEError ? error.message : undefined;
      throw new StorageError("invalidToken", message);
    });
    if (payload["scope"] !== scope)
      throw new StorageError("wrongSignature", `Token is not scoped for ${scope}`);
    if (payload["url"] !== `${bucketId}/${name}`) throw new StorageError("wrongSignature");
    return payload;
  }

  return {
    async sign(scope, path, expiresInSeconds, extra = {}) {
      const issuedAt = Math.floor(Date.now() / 1_000);
      return new SignJWT({ ...extra, url: path, scope })
        .setProtectedHeader({ alg: ALGORITHM })
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + expiresInSeconds)
        .sign(secret);
    },
    async verifyDownload(target, token) {
      const { exp = 0 } = await verify("download", target, token);
      return { expiresAt: new Date(exp * 1_000) };
    },
    async verifyUpload(target, token) {
      const { owner, upsert } = await verify("upload", target, token);
      return { ownerId: typeof owner === "string" ? owner : null, isUpsert: upsert === true };
    },
  };
}
