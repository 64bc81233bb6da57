import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from "node:http";
import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { cors } from "hono/cors";
import { createAuth } from "../auth/app.ts";
import { isLoopback } from "../auth/rate-limits.ts";
import { readAuthSettings, type AuthSettings } from "../auth/settings.ts";
import type { StackKeys } from "../keys.ts";
import { attachRealtime } from "../realtime/attach-realtime.ts";
import { freePort } from "../ports.ts";
import { openPool } from "../postgres/open-pool.ts";
import { createRestApp, type RestApp } from "../rest/app.ts";
import { createStorageApp } from "../storage/app.ts";
import { createAuthenticator } from "./credentials.ts";
import type { GatewayDeps } from "./deps.ts";
import { reportFault } from "./report-fault.ts";

/** Two cores answer no faster with more, and Postgres has 100 connections for everybody. */
const REQUEST_CONNECTIONS = 20;
const ADMIN_CONNECTIONS = 6;
const AUTH_CONNECTIONS = 4;

const HTTP_LIMITS = {
  // Filters travel in the address, which counts as a header; Node would stop at 16 KB.
  maxHeaderSize: 128 * 1024,
  headersTimeout: 20_000,
  // An upload may take hours while its bytes flow: silence is what ends it.
  requestTimeout: 0,
  keepAliveTimeout: 30_000,
};
/** Of a body that stops coming, and of a reader that stops reading. */
const SILENCE_LIMIT_MS = 120_000;

/** Response headers that scripts of other origins may read: paging, and what resumable uploads go by. */
const EXPOSED_HEADERS = [
  "Content-Range", "Content-Location", "Content-Length", "Location", "Link", "X-Total-Count", "X-Supabase-Api-Version",
  "Upload-Offset", "Upload-Length", "Upload-Defer-Length", "Upload-Expires", "Upload-Metadata", "Tus-Version", "Tus-Resumable",
  "Tus-Max-Size", "Tus-Extension", "Tus-Complete",
]; // prettier-ignore

export interface GatewayOptions {
  keys: StackKeys;
  databaseUrls: { authenticator: string; supabaseAdmin: string; authAdmin: string };
  /** Folder of the stored objects; made when missing. */
  storageDir: string;
  host: string;
  /** 0 for a free one. */
  port: number;
  auth?: AuthSettings | undefined;
  /** Limits of HTTP other than our own. */
  http?: ServerOptions;
}

export interface Gateway {
  url: string;
  /** Page of the mails that were not sent; null where they go out by SMTP. */
  inboxUrl: string | null;
  close(): Promise<void>;
}

/** Serves REST, Auth, Storage and Realtime of one database on one port, as hosted Supabase does. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { databaseUrls, keys, host } = options;
  const pool = openPool(databaseUrls.authenticator, REQUEST_CONNECTIONS);
  // It runs policies too, which may never end.
  const adminPool = openPool(databaseUrls.supabaseAdmin, ADMIN_CONNECTIONS, { statement_timeout: 15_000 });
  const authPool = openPool(databaseUrls.authAdmin, AUTH_CONNECTIONS);

  const port = options.port === 0 ? await freePort(host) : options.port;
  const app = new Hono();
  const serve = getRequestListener(app.fetch);
  const server = createServer({ ...HTTP_LIMITS, ...options.http }, (request, response) => {
    const url = URL.parse(`http://gateway${request.url ?? ""}`);
    const isRest = url !== null && /^\/rest\/v1(\/|$)/.test(url.pathname);
    if (!isRest || !rest) void serve(request, response);
    else if (!answerPreflight(request, response)) void rest.serve(url, request, response);
  });
  server.setTimeout(SILENCE_LIMIT_MS);
  let rest: RestApp | undefined;
  const closers: (() => Promise<unknown>)[] = [() => closeServer(server)];
  const close = async (): Promise<void> => {
    for (const closer of closers.reverse()) await closer();
    await Promise.all([pool.end(), adminPool.end(), authPool.end()]);
  };
  try {
    const deps: GatewayDeps = {
      ...(await createAuthenticator(keys)),
      pool,
      adminPool,
      authPool,
      adminUrl: databaseUrls.supabaseAdmin,
      keys,
      apiUrl: `http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}`,
      storageDir: options.storageDir,
    };
    const restApp = await createRestApp(deps);
    closers.push(() => restApp.close());
    rest = restApp;
    const storage = createStorageApp(deps);
    closers.push(() => storage.close());
    const realtime = attachRealtime(server, deps);
    closers.push(() => realtime.close());

    const auth = await createAuth(deps, options.auth ?? readAuthSettings({}, isLoopback(host)));
    // Last to close: passwords may still be waiting for their answer.
    closers.unshift(() => auth.close());
    // Before CORS: no page of another origin may read the inbox.
    if (auth.inbox) app.route("/inbox", auth.inbox.app);
    const allowOrigins = cors({ origin: "*", exposeHeaders: EXPOSED_HEADERS, maxAge: 3_600 });
    // An OPTIONS that is no browser's preflight asks what the service can do: resumable uploads answer it.
    app.use((c, next) => {
      const isPreflight = c.req.header("access-control-request-method") !== undefined;
      return c.req.method === "OPTIONS" && !isPreflight ? next() : allowOrigins(c, next);
    });
    app.route("/auth/v1", auth.app);
    app.route("/storage/v1", storage.app);
    app.route("/realtime/v1", realtime.app);
    app.notFound((context) => context.json({ message: "no Route matched with those values" }, 404));
    app.onError((error, context) => {
      reportFault(error, context.req.raw);
      return context.json({ message: "An unexpected failure, reported in the gateway's log" }, 500);
    });
    // Last, because routes cannot be added once a request was served.
    await listen(server, host, port);
    return { url: deps.apiUrl, inboxUrl: auth.inbox?.url ?? null, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** CORS of the path that does without hono, as the rest has it. Returns whether that was the whole question. */
function answerPreflight(request: IncomingMessage, response: ServerResponse): boolean {
  response.setHeader("Access-Control-Allow-Origin", "*");
  if (request.method !== "OPTIONS" || !("access-control-request-method" in request.headers)) {
    response.setHeader("Access-Control-Expose-Headers", EXPOSED_HEADERS.join(","));
    return false;
  }
  const wanted = request.headers["access-control-request-headers"];
  response.writeHead(204, {
    "Access-Control-Allow-Methods": "GET,HEAD,PUT,POST,DELETE,PATCH",
    "Access-Control-Max-Age": "3600",
    ...(wanted === undefined ? {} : { "Access-Control-Allow-Headers": wanted }),
  });
  response.end();
  return true;
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise((resolve) => {
    server.close(resolve);
    // Answers on their way get two seconds; kept-alive and stuck connections would hold the stop for ever.
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2_000).unref();
  });
}
