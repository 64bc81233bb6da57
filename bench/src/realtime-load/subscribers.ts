import { once } from "node:events";
import { createClient } from "@supabase/supabase-js";
import { WebSocket } from "ws";
import { listenersSchema, nowMs, type Heard, type ListenersTarget } from "./load.ts";

const HEARTBEAT_MS = 25_000;
const SUBSCRIBED = "Subscribed to PostgreSQL";

type Hear = (message: number) => void;

const target = listenersSchema.parse(JSON.parse(process.argv[2] ?? ""));
const heard: Heard = {
  arrivalsMs: target.accessTokens.map(() => new Float64Array(target.messages)),
  duplicates: 0,
};
for (const [index, token] of target.accessTokens.entries()) {
  const arrivals = heard.arrivalsMs[index] ?? new Float64Array();
  const hear: Hear = (message) => {
    if (arrivals[message] === 0) arrivals[message] = nowMs();
    else heard.duplicates += 1;
  };
  await (index < target.supabaseJsCount ? listenBySdk : listenByHand)(target, token, hear);
}
process.on("message", () => process.send?.(heard));
process.on("disconnect", () => process.exit());
process.send?.("subscribed");

/** As everybody does it. */
async function listenBySdk(
  { apiUrl, publishableKey, kind, name }: ListenersTarget,
  token: string,
  hear: Hear,
): Promise<void> {
  const client = createClient(apiUrl, publishableKey, { accessToken: () => Promise.resolve(token) });
  await client.realtime.setAuth(); // else the first join may be quicker than the token
  const channel = client.channel(name, { config: { private: kind === "broadcast" } });
  const live = Promise.withResolvers<undefined>();
  if (kind === "broadcast") {
    channel.on("broadcast", { event: "*" }, ({ payload }: { payload: { n: number } }) => hear(payload.n));
  } else {
    channel.on<{ n: number }>(
      "postgres_changes",
      { event: "INSERT", schema: "public", table: name },
      (change) => hear(change.new.n),
    );
    channel.on("system", {}, ({ message }: { message: string }) => {
      if (message === SUBSCRIBED) live.resolve(undefined);
    });
  }
  channel.subscribe((status, error) => {
    if (error) live.reject(error);
    else if (kind === "broadcast") live.resolve(undefined);
  });
  await live.promise;
}

/** Hardly a cost of its own: what comes is not taken to pieces, the number is looked for. */
async function listenByHand(
  { apiUrl, publishableKey, kind, name }: ListenersTarget,
  token: string,
  hear: Hear,
): Promise<void> {
  const url = `${apiUrl.replace("http", "ws")}/realtime/v1/websocket?vsn=2.0.0&apikey=${publishableKey}`;
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const live = Promise.withResolvers<undefined>();
  socket.on("message", (data: Buffer) => {
    const text = data.toString();
    const number = /"n": ?(\d+)/.exec(text)?.[1];
    if (number !== undefined) hear(Number(number));
    else if (text.includes('"status":"error"')) live.reject(new Error(text));
    else if (text.includes(kind === "broadcast" ? '"status":"ok"' : SUBSCRIBED)) live.resolve(undefined);
  });
  socket.on("close", (code) => {
    throw new Error(`A subscriber was let go with ${code}`);
  });
  await once(socket, "open");
  const config =
    kind === "broadcast"
      ? { private: true }
      : { postgres_changes: [{ event: "INSERT", schema: "public", table: name }] };
  socket.send(JSON.stringify(["1", "1", `realtime:${name}`, "phx_join", { config, access_token: token }]));
  setInterval(() => socket.send('[null,"h","phoenix","heartbeat",{}]'), HEARTBEAT_MS).unref();
  await live.promise;
}
