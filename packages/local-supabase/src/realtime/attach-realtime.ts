import { STATUS_CODES, type IncomingMessage, type Server } from "node:http";
import type { Duplex } from "node:stream";
import type { Hono } from "hono";
import { WebSocketServer } from "ws";
import { CredentialsError } from "../gateway/credentials.ts";
import type { GatewayDeps } from "../gateway/deps.ts";
import type { Caller } from "./authorize-topic.ts";
import { broadcastRoutes } from "./broadcast-routes.ts";
import { ChangeFeed } from "./change-feed.ts";
import { Connection } from "./connection.ts";
import type { ProtocolVersion } from "./frames.ts";
import { DEFAULT_LIMITS, type RealtimeLimits } from "./limits.ts";
import { Presence } from "./presence.ts";
import { startPruning } from "./prune-messages.ts";
import type { RealtimeDeps } from "./realtime-deps.ts";
import { TopicHub } from "./topic-hub.ts";
import { WalStream } from "./wal-stream.ts";

export interface Realtime {
  /** To be mounted at `/realtime/v1`. */
  app: Hono;
  /** Lets every client go and ends the stream from the database. */
  close(): Promise<void>;
}

const PATH = "/realtime/v1/websocket";
const MAX_FRAME_BYTES = 5 * 1024 * 1024;
/** Clients send a heartbeat every 25 s. */
const MAX_IDLE_MS = 60_000;
const IDLE_CHECK_MS = 10_000;
const CLOSE_GOING_AWAY = 1001;
const CLOSE_GRACE_MS = 1_000;

/** Serves Realtime: websockets on the server's upgrades, and Broadcast over HTTP by the returned app. */
export function attachRealtime(
  server: Server,
  gateway: GatewayDeps,
  limits: Partial<RealtimeLimits> = {},
): Realtime {
  const { adminPool } = gateway;
  const hub = new TopicHub();
  const feed = new ChangeFeed(adminPool);
  const connections = new Set<Connection>();
  const stream = new WalStream({
    databaseUrl: gateway.adminUrl,
    adminPool,
    onMessage: (topic, broadcast) => hub.broadcast(topic, broadcast),
    onChange: (change) => feed.add(change),
    onGap: () => connections.forEach((connection) => connection.failChannels()),
  });
  const deps: RealtimeDeps = {
    adminPool,
    authenticate: (headers, url) => gateway.authenticate(headers, url),
    verifyToken: (token) => gateway.verifyToken(token),
    hub,
    presence: new Presence(hub),
    feed,
    stream,
    limits: { ...DEFAULT_LIMITS, ...limits },
    connectionCount: () => connections.size,
  };
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  });

  const onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    void admit(request, gateway).then(
      ({ version, caller }) => {
        sockets.handleUpgrade(request, socket, head, (websocket) => {
          const connection = new Connection(websocket, { version, caller, deps });
          connections.add(connection);
          websocket.on("close", () => connections.delete(connection));
        });
      },
      (error: unknown) => refuse(socket, error),
    );
  };
  server.on("upgrade", onUpgrade);
  stream.start();
  const stopPruning = startPruning(adminPool);
  const idleTimer = setInterval(() => {
    for (const connection of connections) if (connection.idleMs > MAX_IDLE_MS) connection.terminate();
  }, IDLE_CHECK_MS).unref();

  return {
    app: broadcastRoutes(deps),
    async close() {
      server.off("upgrade", onUpgrade);
      clearInterval(idleTimer);
      stopPruning();
      for (const connection of connections) connection.close(CLOSE_GOING_AWAY, "The server is stopping");
      const cutOff = setTimeout(
        () => connections.forEach((connection) => connection.terminate()),
        CLOSE_GRACE_MS,
      );
      await Promise.all([stream.stop(), new Promise((resolve) => sockets.close(resolve))]);
      clearTimeout(cutOff);
    },
  };
}

class UpgradeRefusal extends Error {
  override readonly name = "UpgradeRefusal";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function admit(
  request: IncomingMessage,
  { authenticate }: Pick<GatewayDeps, "authenticate">,
): Promise<{ version: ProtocolVersion; caller: Caller }> {
  const url = URL.parse(request.url ?? "", "http://gateway");
  if (url?.pathname.replace(/\/$/, "") !== PATH) throw new UpgradeRefusal(404, "No websocket is served here");
  const version = url.searchParams.get("vsn") ?? "1.0.0";
  if (version !== "1.0.0" && version !== "2.0.0") throw new UpgradeRefusal(400, "vsn must be 1.0.0 or 2.0.0");
  const texts = Object.entries(request.headers).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  const credentials = await authenticate(new Headers(texts), url).catch((error: unknown) => {
    throw error instanceof CredentialsError ? new UpgradeRefusal(401, error.message) : error;
  });
  const headers = Object.fromEntries(texts.filter(([name]) => name.startsWith("x-")));
  return { version, caller: { ...credentials, headers } };
}

function refuse(socket: Duplex, error: unknown): void {
  const isExpected = error instanceof UpgradeRefusal;
  if (!isExpected) console.error("A websocket could not be opened", error);
  const status = isExpected ? error.status : 500;
  const body = JSON.stringify({ message: isExpected ? error.message : "Internal Server Error" });
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
