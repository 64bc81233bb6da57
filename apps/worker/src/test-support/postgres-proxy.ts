import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** One message of Postgres' protocol, of whichever side. */
interface Message {
  /** One letter, such as Q for a simple query; empty for the first message of a connection. */
  type: string;
  /** What it says, with everything that is not text in between. */
  text: string;
}

export interface Filter {
  /** Made anew for each connection. "hold" keeps this message and all that follow from the server until `heal`. */
  fromClient?(): (message: Message) => "pass" | "hold";
  fromServer?(message: Message): "pass" | "drop";
}

export interface PostgresProxy {
  /** The same address, by way of the proxy. */
  url: string;
  /** From now on nothing comes through in either direction, and nobody is told: a cable that was pulled out. */
  partition(): void;
  /** Everything that was held back arrives. */
  heal(): void;
  close(): void;
}

/** A proxy in front of Postgres that understands where a message ends, and loses or keeps what a test wants. */
export async function startPostgresProxy(databaseUrl: string, filter: Filter): Promise<PostgresProxy> {
  const address = new URL(databaseUrl);
  const target = { host: address.hostname, port: Number(address.port) };
  const sockets = new Set<Socket>();
  const gates = new Set<Gate>();
  let isPartitioned = false;
  const openGate = (side: Socket): Gate => {
    const gate = createGate(side, () => isPartitioned);
    gates.add(gate);
    return gate;
  };

  const server = createServer((client) => {
    const upstream = connect(target);
    const [toServer, toClient] = [openGate(upstream), openGate(client)];
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
    }
    client.on("close", () => toServer.end());
    upstream.on("close", () => toClient.end());

    const judge = filter.fromClient?.() ?? (() => "pass" as const);
    let isFirst = true;
    readMessages(
      client,
      () => (isFirst ? 0 : 1),
      (message, bytes) => {
        isFirst = false;
        if (judge(message) === "hold") toServer.hold();
        toServer.send(bytes);
      },
    );
    readMessages(
      upstream,
      () => 1,
      (message, bytes) => {
        if (filter.fromServer?.(message) !== "drop") toClient.send(bytes);
      },
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  // A server that listens on TCP has an AddressInfo.
  address.port = String((server.address() as AddressInfo).port);

  return {
    url: address.href,
    partition: () => void (isPartitioned = true),
    heal() {
      isPartitioned = false;
      for (const gate of gates) gate.release();
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

interface Gate {
  send(bytes: Buffer): void;
  end(): void;
  hold(): void;
  release(): void;
}

/** What comes out on one side, in order; an end waits like everything else. */
function createGate(target: Socket, isShut: () => boolean): Gate {
  const waiting: (() => void)[] = [];
  let isHeld = false;
  const pass = (step: () => void) => {
    if (isHeld || isShut()) waiting.push(step);
    else step();
  };
  return {
    send: (bytes) => pass(() => target.write(bytes)),
    end: () => pass(() => target.destroy()),
    hold: () => void (isHeld = true),
    release() {
      isHeld = false;
      for (const step of waiting.splice(0)) step();
    },
  };
}

/** Cuts a stream into messages: a byte of type (`typeBytes` of them), four of length that count themselves, the rest. */
function readMessages(
  source: Socket,
  typeBytes: () => number,
  onMessage: (message: Message, bytes: Buffer) => void,
): void {
  let pending: Buffer = Buffer.alloc(0);
  source.on("data", (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      const start = typeBytes();
      if (pending.length < start + 4) return;
      const end = start + pending.readUInt32BE(start);
      if (pending.length < end) return;
      const bytes = pending.subarray(0, end);
      pending = pending.subarray(end);
      onMessage(
        { type: bytes.toString("latin1", 0, start), text: bytes.toString("latin1", start + 4) },
        bytes,
      );
    }
  });
}

/** As a pooler in transaction mode does: LISTEN is accepted, and nothing is ever heard. */
export const deaf: Filter = { fromServer: ({ type }) => (type === "A" ? "drop" : "pass") };

/**
 * Calls `onCommit` when a transaction in which every one of `statements` occurred is to be committed, once, and keeps
 * that commit from the server.
 */
export function holdCommitOf(statements: readonly string[], onCommit: () => void): Filter {
  let isSprung = false;
  return {
    fromClient() {
      let seen = "";
      return ({ text }) => {
        const statement = text.replace(/\0.*$/s, "");
        if (statement === "begin") seen = "";
        seen += text;
        const isIt = statement === "commit" && statements.every((part) => seen.includes(part));
        if (!isIt || isSprung) return "pass";
        isSprung = true;
        onCommit();
        return "hold";
      };
    },
  };
}
