import { createHmac, timingSafeEqual } from "node:crypto";
import { Hono } from "hono";
import type { GatewayDeps } from "../gateway/deps.ts";
import { isLoopback, origin } from "./rate-limits.ts";

const MAX_MAILS = 200;

export interface Mail {
  to: string;
  subject: string;
  html: string;
  text: string;
}

export interface Inbox {
  deliver(mail: Mail): void;
  /** The page's address, with the key that opens it. */
  url: string;
  /** `/`: the page; `/messages`: the same as JSON. */
  app: Hono;
}

/**
 * Where mails go when there is no SMTP: in memory, newest first, until the stack stops.
 *
 * Their links open accounts. So the inbox answers this machine alone, and only who has its key (or the secret key); it
 * is mounted outside of CORS, and a name that was made to point here from elsewhere does not reach it.
 */
export function createInbox({ keys, apiUrl }: Pick<GatewayDeps, "keys" | "apiUrl">): Inbox {
  const mails: (Mail & { id: number; sent_at: string })[] = [];
  const key = createHmac("sha256", keys.secretKey).update("inbox").digest("base64url").slice(0, 24);
  let delivered = 0;

  const app = new Hono();
  app.use(async (context, next) => {
    const host = new URL(context.req.url).hostname;
    if (!isLoopback(host) || !isLoopback(origin(context).ip))
      return context.text("The inbox is for this machine alone.\n", 403);
    const isOpened =
      isSame(context.req.query("key"), key) || isSame(context.req.header("apikey"), keys.secretKey);
    if (!isOpened) return context.text("Open the inbox by the address that was printed at the start.\n", 401);
    context.header("Cache-Control", "no-store");
    context.header("Referrer-Policy", "no-referrer");
    context.header(
      "Content-Security-Policy",
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    );
    return next();
  });
  app.get("/messages", (context) => context.json(mails));
  app.get("/", (context) => context.html(page(mails)));

  return {
    url: `${apiUrl}/inbox?key=${key}`,
    app,
    deliver(mail) {
      delivered += 1;
      mails.unshift({ id: delivered, sent_at: new Date().toISOString(), ...mail });
      mails.splice(MAX_MAILS);
    },
  };
}

function isSame(given: string | undefined, expected: string): boolean {
  const [a, b] = [Buffer.from(given ?? ""), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function page(mails: readonly (Mail & { sent_at: string })[]): string {
  const list = mails.map(
    ({ to, sent_at, html }) =>
      `<article><p><b>${escapeHtml(to)}</b> <time>${sent_at.slice(0, 19).replace("T", " ")} UTC</time></p>${html}</article>`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Inbox (${mails.length})</title>
<style>
:root { color-scheme: light dark } body { font: 15px/1.5 system-ui; max-width: 44rem; margin: 2rem auto; padding: 0 1rem }
article { border-top: 1px solid #8886; padding: .5rem 0 } h2 { font-size: 1.1rem } time { opacity: .7 }
</style>
<h1>Inbox</h1>
<p>What this local stack would have mailed, newest first. Reload for more.</p>
${list.length === 0 ? "<p>Nothing yet.</p>" : list.join("\n")}</html>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
