/** Where to go after signing in: a path of this console, whatever the address asked for. */
export function safeReturnPath(requested: string | null | undefined): string {
  if (!requested?.startsWith("/") || requested.startsWith("//") || requested.includes("\\")) return "/";
  return requested.startsWith("/sign-in") ? "/" : requested;
}
