import { readdir, readFile, readlink } from "node:fs/promises";
import { createServer } from "node:net";

/** A port that nobody listens on now. */
export async function freePort(host: string): Promise<number> {
  return listenOnce(host, 0);
}

/** Throws a sentence naming the port, who holds it and what to change, when `port` is taken. */
export async function assertPortFree(port: number, host: string, variable: string): Promise<void> {
  try {
    await listenOnce(host, port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    const holder = await findHolder(port);
    throw new Error(
      `Port ${port} is in use${holder ? ` by process ${holder.pid} (${holder.command})` : ""}. ` +
        `Stop that process or set ${variable} to another port.`,
      { cause: error },
    );
  }
}

function listenOnce(host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(port, host, () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === "string") reject(new Error("The system gave no port"));
        else resolve(address.port);
      });
    });
  });
}

/** Who listens on a port, as far as /proc tells us; undefined on other systems and for other people's processes. */
async function findHolder(port: number): Promise<{ pid: number; command: string } | undefined> {
  const sockets = new Set<string>();
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    for (const line of (await readFile(table, "utf8").catch(() => "")).split("\n").slice(1)) {
      const [, local = "", , state, , , , , , inode] = line.trim().split(/\s+/);
      const isListening = state === "0A" && Number.parseInt(local.split(":")[1] ?? "", 16) === port;
      if (isListening && inode !== undefined) sockets.add(`socket:[${inode}]`);
    }
  }
  for (const pid of (await readdir("/proc").catch(() => [])).filter((name) => /^\d+$/.test(name))) {
    for (const fd of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
      const target = await readlink(`/proc/${pid}/fd/${fd}`).catch(() => "");
      if (!sockets.has(target)) continue;
      const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
      return { pid: Number(pid), command: command.split("\0").join(" ").trim().slice(0, 120) };
    }
  }
  return undefined;
}
