import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

const NOTIFICATION_RESPONSE = "A".charCodeAt(0);

/**
 * A proxy in front of Postgres that loses every notification and passes the rest, as a pooler in transaction mode
 * does: LISTEN is accepted and nothing is ever heard. Returns its port.
 */
export async function startDeafProxy(target: {
  host: string;
  port: number;
}): Promise<{ port: number; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
    }
    client.pipe(upstream);
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => client.destroy());

    // What the server says is a sequence of: one byte of type, four of length (counting themselves), the rest.
    let pending: Buffer = Buffer.alloc(0);
    upstream.on("data", (chunk) => {
      pending = Buffer.concat([pending, chunk]);
      while (pending.length >= 5) {
        const end = 1 + pending.readUInt32BE(1);
        if (pending.length < end) break;
        if (pending[0] !== NOTIFICATION_RESPONSE) client.write(pending.subarray(0, end));
        pending = pending.subarray(end);
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on TCP has an AddressInfo.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
