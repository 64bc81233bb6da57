import { once } from "node:events";
import { connect as openSocket, type Socket } from "node:net";
import { answerRuns, newNote, randomId } from "./answer-runs.ts";

/*
 * A client that costs next to nothing, as wrk does: one kept-alive socket a connection, requests written as text, answers
 * read as far as their status and length. The two cores are then left to what is measured.
 */
await answerRuns(async ({ apiUrl, publishableKey, accessToken, rows }) => {
  const { hostname, port, host } = new URL(apiUrl);
  const open = async () => {
    const socket = openSocket({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, "connect");
    return exchange(socket);
  };
  let connection = await open();
  const ask = async (request: string): Promise<string> => {
    // While the others had their turn, the gateway may have closed what nobody used.
    if (connection.isClosed()) connection = await open();
    return connection.ask(request);
  };
  const headers =
    `Host: ${host}\r\napikey: ${publishableKey}\r\nAuthorization: Bearer ${accessToken}\r\n` +
    "Accept: */*\r\nUser-Agent: bench\r\n";

  return async (operation) => {
    if (operation === "read") {
      const id = randomId(rows);
      const answer = await ask(`GET /rest/v1/bench_notes?id=eq.${id}&select=* HTTP/1.1\r\n${headers}\r\n`);
      if (!answer.startsWith("HTTP/1.1 200 ") || !answer.includes(`"id":${id},`)) throw new Error(answer);
    } else {
      const body = newNote();
      const answer = await ask(
        `POST /rest/v1/bench_notes HTTP/1.1\r\n${headers}Prefer: return=minimal\r\n` +
          `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
      if (!answer.startsWith("HTTP/1.1 201 ")) throw new Error(answer);
    }
  };
});

/** Sends a request and gives the whole answer, one at a time. */
function exchange(socket: Socket): { ask: (request: string) => Promise<string>; isClosed: () => boolean } {
  let received = "";
  let settle: { resolve: (answer: string) => void; reject: (error: Error) => void } | undefined;
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    received += chunk;
    if (!isWhole(received)) return;
    const answer = received;
    received = "";
    settle?.resolve(answer);
  });
  socket.on("error", (error) => settle?.reject(error));
  socket.on("close", () => settle?.reject(new Error("The gateway closed the connection")));
  return {
    isClosed: () => socket.destroyed,
    ask: (request) =>
      new Promise((resolve, reject) => {
        settle = { resolve, reject };
        socket.write(request);
      }),
  };
}

function isWhole(received: string): boolean {
  const end = received.indexOf("\r\n\r\n");
  if (end === -1) return false;
  const head = received.slice(0, end);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  if (length !== undefined) return received.length >= end + 4 + Number(length);
  return /\r\ntransfer-encoding: *chunked/i.test(head) ? received.endsWith("\r\n0\r\n\r\n") : true;
}
