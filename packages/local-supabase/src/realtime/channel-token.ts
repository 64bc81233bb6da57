import { decodeJwt } from "jose";
import { CredentialsError, type Authenticator, type Credentials } from "../gateway/credentials.ts";
import { Refusal } from "./refusal.ts";

/** Whoever a channel's own token speaks for. Throws Refusal. */
export async function credentialsOf(
  token: string,
  { verifyToken }: Pick<Authenticator, "verifyToken">,
): Promise<Credentials> {
  const credentials = await verifyToken(token).catch((error: unknown) => {
    if (!(error instanceof CredentialsError)) throw error;
    if (error.reason === "expired_token") throw expiredSince(decodeJwt(token).exp ?? 0, error);
    const isJwt = token.split(".").length === 3;
    throw isJwt
      ? new Refusal("JwtSignatureError", "Failed to validate JWT signature", error)
      : new Refusal("MalformedJWT", "The token provided is not a valid JWT", error);
  });
  if (typeof credentials.claims["exp"] !== "number") {
    throw new Refusal("InvalidJWTToken", "Fields `role` and `exp` are required in JWT");
  }
  return credentials;
}

export function expiredSince(expSeconds: number, cause?: unknown): Refusal {
  const ageSeconds = Math.max(0, Math.floor(Date.now() / 1_000 - expSeconds));
  return new Refusal("InvalidJWTToken", `Token has expired ${ageSeconds} seconds ago`, cause);
}
