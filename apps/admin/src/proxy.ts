import { createServerClient } from "@supabase/ssr";
import { isAuthRetryableFetchError } from "@supabase/supabase-js";
import { NextResponse, type NextRequest } from "next/server";
import { environment } from "./env.ts";
import { contentSecurityPolicy } from "./lib/content-security-policy.ts";

const SIGN_IN = "/sign-in";

/** What people need who cannot sign in yet. */
const PUBLIC_PATHS = [SIGN_IN, "/forgot-password", "/set-password"];

/**
 * Stands before every page: refreshes the session, and lets nobody through who is not signed in.
 *
 * The token's signature is checked here, so that a cookie made by hand opens nothing. What is behind
 * the pages is guarded once more, by row level security.
 */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = environment();
  const nonce = crypto.randomUUID();
  const policy = contentSecurityPolicy(SUPABASE_URL, nonce);
  // Next reads the nonce of its own scripts from the request.
  request.headers.set("content-security-policy", policy);

  let refreshed: { name: string; value: string; options: object }[] = [];
  const supabase = createServerClient(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, {
    cookies: {
      getAll: () => request.cookies.getAll(),
      setAll: (written) => {
        refreshed = written;
        for (const { name, value } of written) request.cookies.set(name, value);
      },
    },
  });
  const { data, error } = await supabase.auth.getClaims();

  const response = answer(request, data !== null, isAuthRetryableFetchError(error));
  for (const { name, value, options } of refreshed) response.cookies.set(name, value, options);
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("X-Content-Type-Options", "nosniff");
  // What frame-ancestors says, for browsers that do not know it.
  response.headers.set("X-Frame-Options", "DENY");
  response.headers.set("Cross-Origin-Opener-Policy", "same-origin");
  response.headers.set("Referrer-Policy", "same-origin");
  response.headers.set("Cache-Control", "private, no-store");
  return response;
}

function answer(request: NextRequest, isSignedIn: boolean, isApiUnreachable: boolean): NextResponse {
  const { pathname, search } = request.nextUrl;
  const isSignInPage = pathname === SIGN_IN;
  if (isSignedIn && isSignInPage && request.method === "GET")
    return NextResponse.redirect(new URL("/", request.url));
  if (isSignedIn || PUBLIC_PATHS.includes(pathname)) return NextResponse.next({ request });
  if (isApiUnreachable) {
    // The session may well be good; sending its owner to sign in would only fail there.
    return new NextResponse(
      "The Supabase API does not answer, so nobody can be let in. Try again in a moment.\n",
      {
        status: 503,
        headers: { "Content-Type": "text/plain; charset=utf-8", "Retry-After": "5" },
      },
    );
  }
  const signIn = new URL(SIGN_IN, request.url);
  if (pathname !== "/") signIn.searchParams.set("next", `${pathname}${search}`);
  return NextResponse.redirect(signIn);
}

export const config = {
  // Everything but the build's own files, which say nothing about anybody.
  matcher: ["/((?!_next/static|_next/image|icon.svg).*)"],
};
