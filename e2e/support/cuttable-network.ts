import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

const HOST = "127.0.0.1";
/** SOCKS 5, RFC 1928. */
const VERSION = 5;
const CONNECTED = Buffer.from([VERSION, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
const REFUSED = Buffer.from([VERSION, 5, 0, 1, 0, 0, 0, 0, 0, 0]);

export interface CuttableNetwork {
  /** For `newContext({ proxy })`. */
  proxy: { server: string };
  /** As a cable that is pulled: nothing comes through any more, and neither side is told. */
  cut: () => void;
  /** The cable is back. What was under way at the cut arrives late, as TCP sends it again. */
  mend: () => void;
  close: () => Promise<void>;
}

/** A network between a browser and everything else that can be cut without a word. */
export async function openCuttableNetwork(): Promise<CuttableNetwork> {
  let isCut = false;
  const open = new Set<Socket>();
  /** What goes on when the cable is back, by connection. */
  const goOn = new Map<Socket, () => void>();
  const keep = (socket: Socket): Socket => {
    open.add(socket);
    return socket
      .on("error", () => socket.destroy())
      .on("close", () => {
        open.delete(socket);
        goOn.delete(socket);
      });
  };

  const server = createServer((browser) => {
    keep(browser);
    // The browser may have given up before it is its turn.
    const begin = () => void lead(browser).catch(() => browser.destroy());
    if (isCut) goOn.set(browser, begin);
    else begin();
  });

  async function lead(browser: Socket): Promise<void> {
    const { host, port } = await shakeHands(browser);
    const upstream = keep(connect(port, host));
    const join = () => void browser.pipe(upstream).pipe(browser);
    upstream.once("connect", () => {
      browser.write(CONNECTED);
      goOn.set(browser, join);
      if (!isCut) join();
    });
    upstream.once("error", () => browser.end(REFUSED));
    upstream.once("close", () => browser.destroy());
    browser.once("close", () => upstream.destroy());
  }

  server.listen(0, HOST);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a TCP server has no other kind of address

  return {
    proxy: { server: `socks5://${HOST}:${port}` },
    cut() {
      isCut = true;
      for (const socket of open) socket.unpipe().pause();
    },
    mend() {
      isCut = false;
      for (const resume of goOn.values()) resume();
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** Reads where the browser wants to go. It asks for names or for IPv4 addresses, and without a password. */
async function shakeHands(browser: Socket): Promise<{ host: string; port: number }> {
  await once(browser, "data");
  browser.write(Buffer.from([VERSION, 0]));
  const [request] = (await once(browser, "data")) as [Buffer];
  browser.pause();
  const isName = request[3] === 3;
  const addressEnd = isName ? 5 + (request[4] ?? 0) : 8;
  return {
    host: isName ? request.toString("latin1", 5, addressEnd) : request.subarray(4, 8).join("."),
    port: request.readUInt16BE(addressEnd),
  };
}
