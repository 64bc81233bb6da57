import type { Context } from "hono";
import { isLoopback } from "./rate-limits.ts";
import type { AuthSettings } from "./settings.ts";

/**
 * Where a link leads in the end: what the request asked for, else the page it came from, else the site.
 *
 * Only to places that are allowed, because the address carries the way into the account: the site itself, this machine
 * at any port (a local stack's site is there), and what the allow-list matches.
 */
export function redirectTarget(context: Context, settings: AuthSettings, wanted?: string): string {
  const candidates = [context.req.query("redirect_to"), wanted, context.req.header("referer")];
  return candidates.find((url) => url !== undefined && isAllowed(url, settings)) ?? settings.siteUrl;
}

function isAllowed(url: string, { siteUrl, redirectUrls }: AuthSettings): boolean {
  // Browsers drop these, and so would read another address than the one that was checked.
  if (/[\p{Cc}\s\\]/u.test(url)) return false;
  const parsed = URL.parse(url);
  if (!parsed || parsed.username !== "" || parsed.password !== "") return false;
  if (/^(?:javascript|data|vbscript):$/.test(parsed.protocol)) return false;
  const isHttp = parsed.protocol === "http:" || parsed.protocol === "https:";
  if (isHttp && (parsed.origin === new URL(siteUrl).origin || isLoopback(parsed.hostname))) return true;
  const withoutFragment = url.split("#")[0] ?? "";
  return redirectUrls.some((pattern) => globToRegExp(pattern).test(withoutFragment));
}

/** `*` stands for anything but `.` and `/`, `**` for anything, `?` for one character. */
function globToRegExp(pattern: string): RegExp {
  const source = pattern.replace(/\*\*|[*?]|[^\w*?]/g, (part) => {
    if (part === "**") return ".*";
    if (part === "*") return "[^./]*";
    return part === "?" ? "[^./]" : `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}
