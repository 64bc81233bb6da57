import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import next from "next";
import { environment } from "./src/env.ts";

const DRAIN_MS = 3_000;
const applicationDir = import.meta.dirname;

/** Says why, and ends with the code that means "my configuration is at fault". */
function refuse(reason: string): never {
  console.error(reason);
  process.exit(2);
}

function readEnvironment() {
  try {
    return environment();
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

const { CONSOLE_HOST: host, CONSOLE_PORT: port } = readEnvironment();
if (!existsSync(join(applicationDir, ".next", "BUILD_ID"))) {
  refuse("The console is not built. Run `npm run build -w @spool/admin` first.");
}

const application = next({ dev: false, dir: applicationDir, hostname: host, port });
await application.prepare();
const handle = application.getRequestHandler();
const server = createServer((request, response) => void handle(request, response));

server.once("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EADDRINUSE") {
    refuse(
      `Port ${port} on ${host} is in use by another process. Stop it, or set CONSOLE_PORT to a free port.`,
    );
  }
  refuse(`The console cannot listen on ${host}:${port}: ${error.message}`);
});

server.listen(port, host, () => {
  const { port: boundPort } = server.address() as AddressInfo; // a TCP server has no other kind of address
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${boundPort}`;
  console.log(`Console ready at ${url}`);
  process.send?.({ type: "ready", url });
});

let isStopping = false;

/** Lets what is being answered finish, for three seconds at most. */
function stop(): void {
  if (isStopping) return;
  isStopping = true;
  server.close(() => void application.close().finally(() => process.exit(0)));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), DRAIN_MS).unref();
}

process.on("SIGTERM", stop);
process.on("SIGINT", stop);
if (process.channel) process.on("disconnect", stop);
