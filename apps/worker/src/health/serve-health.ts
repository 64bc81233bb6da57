import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

const PORTS_TRIED_MAX = 100;

export interface HealthServer {
  url: string;
  close(): Promise<void>;
}

/** Serves the app at the first free port from `port` on, so that several workers share a machine. Port 0 is any. */
export async function serveHealth(app: Hono, host: string, port: number): Promise<HealthServer> {
  for (let tried = 0; ; tried += 1) {
    // Without TLS or HTTP/2 options, what it makes is a plain server of node:http.
    const server = createAdaptorServer({ fetch: app.fetch }) as Server;
    const problem = await listen(server, host, port === 0 ? 0 : port + tried);
    if (!problem) return toHealthServer(server, host);
    const isTaken = problem.code === "EADDRINUSE" && tried + 1 < PORTS_TRIED_MAX && port + tried < 65_535;
    if (!isTaken) throw new Error(sentenceFor(problem, host, port, tried), { cause: problem });
  }
}

/** Resolves with what kept the server from listening, if anything did. */
function listen(server: Server, host: string, port: number): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    server.once("error", resolve);
    server.listen(port, host, () => {
      server.off("error", resolve);
      resolve(undefined);
    });
  });
}

function sentenceFor(problem: NodeJS.ErrnoException, host: string, port: number, tried: number): string {
  const ports = tried === 0 ? `port ${port}` : `ports ${port} to ${port + tried}`;
  return `The worker cannot serve its health at ${host}, ${ports} (${problem.code ?? problem.message}). Set WORKER_PORT or WORKER_HOST.`;
}

function toHealthServer(server: Server, host: string): HealthServer {
  // A server that listens on TCP has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
