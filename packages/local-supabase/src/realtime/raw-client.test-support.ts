import { once } from "node:events";
import { WebSocket } from "ws";

type Message = [
  joinRef: unknown,
  ref: unknown,
  topic: string,
  event: string,
  payload: Record<string, unknown>,
];

/** A websocket that speaks the protocol by hand, vsn 2.0.0. */
interface RawClient {
  socket: WebSocket;
  /** Text messages received, oldest first. */
  messages: Message[];
  /** Every frame as it came, binary ones as text too. */
  texts: string[];
  send(message: unknown): void;
  /** Joins and returns the reply's payload. */
  join(topic: string, config?: object, accessToken?: string): Promise<unknown>;
  /** The close code, once the server has closed. */
  closed: Promise<number>;
}

export async function openRawClient(
  apiUrl: string,
  apiKey: string,
  headers: Record<string, string> = {},
): Promise<RawClient> {
  const url = `${apiUrl.replace("http", "ws")}/realtime/v1/websocket?apikey=${apiKey}&vsn=2.0.0`;
  const socket = new WebSocket(url, { headers });
  const messages: Message[] = [];
  const texts: string[] = [];
  const waiting = new Map<unknown, (payload: unknown) => void>();
  let lastRef = 0;
  socket.on("message", (data: Buffer, isBinary) => {
    texts.push(data.toString());
    if (isBinary) return;
    const message = JSON.parse(data.toString()) as Message; // the server under test is the one that sends it
    messages.push(message);
    if (message[3] === "phx_reply") waiting.get(message[1])?.(message[4]);
  });
  const closed = once(socket, "close").then(([code]) => code as number);
  await once(socket, "open");
  return {
    socket,
    messages,
    texts,
    closed,
    send: (message) => socket.send(JSON.stringify(message)),
    join(topic, config = {}, accessToken) {
      const ref = String(++lastRef);
      const payload = { config, ...(accessToken === undefined ? {} : { access_token: accessToken }) };
      const reply = new Promise((resolve) => waiting.set(ref, resolve));
      socket.send(JSON.stringify([ref, ref, topic, "phx_join", payload]));
      return reply;
    },
  };
}

/** The HTTP status with which an upgrade is refused. */
export async function refusedUpgrade(url: string): Promise<number | undefined> {
  const socket = new WebSocket(url.replace("http", "ws"));
  socket.on("error", () => undefined);
  const [, response] = (await once(socket, "unexpected-response")) as [unknown, { statusCode?: number }];
  socket.terminate();
  return response.statusCode;
}
