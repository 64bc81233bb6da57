import { importJWK, jwtVerify, errors, type JWTPayload } from "jose";
import type { StackKeys } from "../keys.ts";
import type { RequestContext } from "../postgres/as-role.ts";
import type { RequestHeaders } from "./api-request.ts";

export type ApiRole = RequestContext["role"];

/** Who a request comes from, already proved. */
export interface Credentials {
  role: ApiRole;
  claims: Readonly<Record<string, unknown>>;
}

/** Why a request was refused. Every area answers it with status 401, in the body its clients expect. */
export class CredentialsError extends Error {
  override readonly name = "CredentialsError";
  readonly reason: "missing" | "unknown_key" | "bad_token" | "expired_token";

  constructor(reason: CredentialsError["reason"], message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface Authenticator {
  /** Whoever sends these headers, or this URL where a client can send no headers. Throws `CredentialsError`. */
  authenticate(headers: Pick<RequestHeaders, "get">, url: URL): Promise<Credentials>;
  /** Whoever an access token speaks for. Throws `CredentialsError`. */
  verifyToken(token: string): Promise<Credentials>;
}

const API_ROLES: readonly ApiRole[] = ["anon", "authenticated", "service_role"];

/** Verified tokens are remembered: clients send the same one with every request, and a signature costs 0.2 ms. */
const REMEMBERED_TOKENS = 1_000;

/**
 * Reads credentials as hosted Supabase does: a JWT in `Authorization` wins, else the `apikey` decides. supabase-js
 * repeats its key as `Bearer sb_…`, which says nothing beyond `apikey`.
 */
export async function createAuthenticator(keys: StackKeys): Promise<Authenticator> {
  const { d: _private, ...publicJwk } = keys.signingJwk;
  const key = await importJWK(publicJwk, "ES256");
  const remembered = new Map<string, { credentials: Credentials; expiresAtMs: number }>();

  const byKey: Readonly<Record<string, Credentials>> = {
    [keys.publishableKey]: { role: "anon", claims: { role: "anon" } },
    [keys.secretKey]: { role: "service_role", claims: { role: "service_role" } },
  };

  async function verifyToken(token: string): Promise<Credentials> {
    const known = remembered.get(token);
    if (known && known.expiresAtMs > Date.now()) return known.credentials;
    remembered.delete(token);

    const claims = await jwtVerify(token, key, { algorithms: ["ES256"] }).then(
      ({ payload }) => payload,
      (error: unknown) => {
        if (error instanceof errors.JWTExpired) throw new CredentialsError("expired_token", "JWT expired");
        throw new CredentialsError("bad_token", "The access token cannot be verified");
      },
    );
    const credentials = { role: roleOf(claims), claims };
    if (remembered.size >= REMEMBERED_TOKENS) remembered.clear();
    remembered.set(token, { credentials, expiresAtMs: (claims.exp ?? Number.POSITIVE_INFINITY) * 1_000 });
    return credentials;
  }

  async function credentialsOfKey(apiKey: string): Promise<Credentials> {
    const known = Object.hasOwn(byKey, apiKey) ? byKey[apiKey] : undefined;
    if (known) return known;
    if (!apiKey.startsWith("ey")) throw new CredentialsError("unknown_key", "Invalid API key");
    return verifyToken(apiKey);
  }

  return {
    verifyToken,
    async authenticate(headers, url) {
      const apiKey = headers.get("apikey") ?? url.searchParams.get("apikey") ?? undefined;
      const bearer = /^Bearer\s+(.+)$/i.exec(headers.get("authorization") ?? "")?.[1];
      const token = bearer?.startsWith("sb_") ? undefined : bearer;
      if (apiKey === undefined) {
        if (token === undefined) throw new CredentialsError("missing", "No API key found in request");
        return verifyToken(token);
      }
      const ofKey = await credentialsOfKey(apiKey);
      return token === undefined ? ofKey : verifyToken(token);
    },
  };
}

function roleOf(claims: JWTPayload): ApiRole {
  const wanted = claims["role"] ?? "anon";
  const role = API_ROLES.find((name) => name === wanted);
  if (role) return role;
  throw new CredentialsError("bad_token", "The access token names a role that is not allowed");
}
