import { once } from "node:events";
import { PassThrough } from "node:stream";
import pg from "pg";

/** What node-pg's connection can do for COPY and its type declarations leave out. */
interface CopyConnection extends pg.Connection {
  sendCopyFromChunk(chunk: Uint8Array): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/** Rows as COPY writes them, and how many there were. The stream's reader sets the pace. */
export function copyOut(client: pg.ClientBase, sql: string): { stream: PassThrough; rows: Promise<number> } {
  const stream = new PassThrough();
  let connection: pg.Connection | undefined;
  const rows = new Promise<number>((resolve, reject) => {
    let count = 0;
    client.query({
      submit(own: pg.Connection) {
        connection = own;
        own.query(sql);
      },
      handleCopyData({ chunk }: { chunk: Buffer }) {
        // A copy: the chunk lies in the connection's buffer, which the next packet overwrites.
        if (!stream.write(Buffer.from(chunk))) connection?.stream.pause();
      },
      handleCommandComplete({ text }: { text: string }) {
        count = Number(text.split(" ")[1]);
      },
      handleError(error: Error) {
        stream.destroy(error);
        reject(error);
      },
      handleReadyForQuery() {
        stream.end();
        resolve(count);
      },
    });
  });
  stream.on("drain", () => connection?.stream.resume());
  // A reader that fails must not leave the connection standing still.
  stream.on("close", () => connection?.stream.resume());
  // Both are told; whoever reads neither yet must not end the process.
  rows.catch(() => undefined);
  stream.on("error", () => undefined);
  return { stream, rows };
}

/** Sends rows that COPY wrote, as fast as Postgres takes them. Returns how many it took. */
export function copyIn(
  client: pg.ClientBase,
  sql: string,
  source: AsyncIterable<Uint8Array>,
): Promise<number> {
  return new Promise((resolve, reject) => {
    let count = 0;
    let failure: Error | undefined;
    client.query({
      submit: (connection: pg.Connection) => connection.query(sql),
      handleCopyInResponse(connection: CopyConnection) {
        void send(connection, source);
      },
      handleCommandComplete({ text }: { text: string }) {
        count = Number(text.split(" ")[1]);
      },
      handleError(error: Error) {
        failure = error;
        reject(error);
      },
      handleReadyForQuery() {
        if (!failure) resolve(count);
      },
    });
  });
}

async function send(connection: CopyConnection, source: AsyncIterable<Uint8Array>): Promise<void> {
  try {
    for await (const chunk of source) {
      connection.sendCopyFromChunk(chunk);
      if (connection.stream.writableNeedDrain) await once(connection.stream, "drain");
    }
    connection.endCopyFrom();
  } catch (error) {
    connection.sendCopyFail(String(error));
  }
}
