/** Stands for this console's own address while a path is read; nobody goes there. */
const HERE = "http://console.invalid";

/**
 * Where to go after signing in: a path of this console, whatever the address asked for.
 *
 * Read as a browser reads it, which leaves out tabs and line breaks and takes a backslash for a slash.
 */
export function safeReturnPath(requested: string | null | undefined): string {
  if (!requested?.startsWith("/") || !URL.canParse(requested, HERE)) return "/";
  const { origin, pathname, search, hash } = new URL(requested, HERE);
  if (origin !== HERE || pathname.startsWith("//") || pathname.startsWith("/sign-in")) return "/";
  return `${pathname}${search}${hash}`;
}

/** The page to sign in at that leads back to where somebody was. */
export const signInAgainPath = (returnPath: string): string =>
  `/sign-in?next=${encodeURIComponent(returnPath)}`;
