import { readFile, realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";

/** Whom the server runs as when we are root, which Postgres refuses. */
export interface ServerUser {
  uid: number;
  gid: number;
}

/** In order of preference. `nobody` is everywhere; Postgres needs a user that has a name. */
const CANDIDATES = ["postgres", "nobody"];

/** The user to run Postgres as, or undefined when we may run it as ourselves. */
export async function findServerUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const entries = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  for (const candidate of CANDIDATES) {
    const entry = entries.find(([name]) => name === candidate);
    if (entry) return { uid: Number(entry[2]), gid: Number(entry[3]) };
  }
  throw new Error(
    `Postgres refuses to run as root, and this machine has none of the users ${CANDIDATES.join(", ")}. ` +
      "Make one (useradd --system postgres) or run as another user.",
  );
}

/** Whether `user` may pass through every folder down to `path`, and enter it. Missing ends count as reachable. */
export async function canReach(path: string, user: ServerUser): Promise<boolean> {
  const existing = await realpath(path).catch(() => undefined);
  if (existing === undefined) return canReach(dirname(path), user);
  for (let folder = existing; ; folder = dirname(folder)) {
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
