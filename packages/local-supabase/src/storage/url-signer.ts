import { hkdfSync } from "node:crypto";
import { errors, jwtVerify, SignJWT, type JWTPayload } from "jose";
import type { StackKeys } from "../keys.ts";
import { StorageError } from "./storage-error.ts";

/** Makes and checks the tokens in signed addresses. */
export interface UrlSigner {
  /** `path` is bucket and name, `videos/a/b.mp4`. */
  sign(purpose: Purpose, path: string, expiresInSeconds: number, extra?: JWTPayload): Promise<string>;
  /** The token's content. Throws InvalidJWT when forged or expired, InvalidSignature when made for something else. */
  verify(purpose: Purpose, path: string, token: string | undefined): Promise<JWTPayload & { exp: number }>;
}

type Purpose = "download" | "upload";

const ALGORITHM = "HS256";

/**
 * A secret of its own, derived from the stack's key: a signed address can never pass for an access token, nor an
 * access token for a signed address, and addresses stay valid over a restart.
 */
export function createUrlSigner(keys: Pick<StackKeys, "signingJwk">): UrlSigner {
  const secret = new Uint8Array(hkdfSync("sha256", keys.signingJwk.d, "", "storage signed urls", 32));
  return {
    async sign(purpose, path, expiresInSeconds, extra = {}) {
      const issuedAt = Math.floor(Date.now() / 1_000);
      return new SignJWT({ ...extra, url: path, purpose })
        .setProtectedHeader({ alg: ALGORITHM })
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + expiresInSeconds)
        .sign(secret);
    },
    async verify(purpose, path, token) {
      if (token === undefined || token === "")
        throw new StorageError("invalidToken", "querystring must have required property 'token'");
      const { payload } = await jwtVerify(token, secret, {
        algorithms: [ALGORITHM],
        requiredClaims: ["exp"],
      }).catch((error: unknown) => {
        throw new StorageError(
          "invalidToken",
          error instanceof errors.JOSEError ? error.message : "Invalid JWT",
        );
      });
      if (payload.exp === undefined || payload["url"] !== path || payload["purpose"] !== purpose)
        throw new StorageError("wrongSignature");
      return { ...payload, exp: payload.exp };
    },
  };
}
