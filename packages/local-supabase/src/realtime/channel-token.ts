import { decodeJwt } from "jose";
import { CredentialsError, type Authenticator, type Credentials } from "../gateway/credentials.ts";
import { ChannelRefusal } from "./channel-refusal.ts";

/** Whoever a channel's own token speaks for. Throws ChannelRefusal. */
export async function credentialsOf(
  token: string,
  { verifyToken }: Pick<Authenticator, "verifyToken">,
): Promise<Credentials> {
  const credentials = await verifyToken(token).catch((error: unknown) => {
    if (!(error instanceof CredentialsError)) throw error;
    if (error.reason === "expired_token") throw expired(token, error);
    const isJwt = token.split(".").length === 3;
    throw isJwt
      ? new ChannelRefusal("JwtSignatureError", "Failed to validate JWT signature", error)
      : new ChannelRefusal("MalformedJWT", "The token provided is not a valid JWT", error);
  });
  if (typeof credentials.claims["exp"] !== "number") {
    throw new ChannelRefusal("InvalidJWTToken", "Fields `role` and `exp` are required in JWT");
  }
  return credentials;
}

export function expiredSince(expSeconds: number, cause?: unknown): ChannelRefusal {
  const ageSeconds = Math.max(0, Math.floor(Date.now() / 1_000 - expSeconds));
  return new ChannelRefusal("InvalidJWTToken", `Token has expired ${ageSeconds} seconds ago`, cause);
}

function expired(token: string, cause: unknown): ChannelRefusal {
  return expiredSince(decodeJwt(token).exp ?? Date.now() / 1_000, cause);
}
