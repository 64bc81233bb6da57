/**
 * What a page of the console may load. Scripts are the build's own, by nonce; pictures and videos may come
 * from wherever an orchestrator put them.
 */
export function contentSecurityPolicy(supabaseUrl: string, nonce: string): string {
  const api = new URL(supabaseUrl);
  const socket = `${api.protocol === "https:" ? "wss" : "ws"}://${api.host}`;
  const directives: Record<string, string> = {
    "default-src": "'self'",
    "script-src": `'self' 'nonce-${nonce}' 'strict-dynamic'`,
    // What reads large files, from the build's own address.
    "worker-src": "'self' blob:",
    // Positions of virtual rows and widths of bars are inline styles.
    "style-src": "'self' 'unsafe-inline'",
    "font-src": "'self'",
    "img-src": "'self' data: blob: http: https:",
    "media-src": "'self' blob: http: https:",
    "connect-src": `'self' ${api.origin} ${socket}`,
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join("; ");
}
