import { setTimeout as delay } from "node:timers/promises";
import type { Lock, Locker, RequestRelease } from "@tus/server";
import { StorageError } from "./storage-error.ts";

/** How long a newcomer waits for an upload to come free, as when its own broken connection has just been noticed. */
const PATIENCE_MS = 2_000;
/** A holder that has received nothing for so long is a connection that died in silence: it has to give way. */
const SILENCE_MS = 10_000;
const CHECK_MS = 50;

/** One client at a time on a resumable upload. The second is told 423, unless the first has gone silent. */
export class UploadLocker implements Locker {
  readonly #holders = new Map<string, { requestRelease: RequestRelease; heardAtMs: number }>();

  newLock(id: string): Lock {
    return {
      lock: (signal, requestRelease) => this.#lock(id, signal, requestRelease),
      unlock: () => Promise.resolve(void this.#holders.delete(id)),
    };
  }

  /** To be called while bytes arrive. */
  heardOf(id: string): void {
    const holder = this.#holders.get(id);
    if (holder) holder.heardAtMs = Date.now();
  }

  async #lock(id: string, signal: AbortSignal, requestRelease: RequestRelease): Promise<void> {
    const startedAtMs = Date.now();
    for (let holder = this.#holders.get(id); holder; holder = this.#holders.get(id)) {
      const isSilent = Date.now() - holder.heardAtMs > SILENCE_MS;
      if (isSilent) await holder.requestRelease();
      if (signal.aborted || (!isSilent && Date.now() - startedAtMs > PATIENCE_MS))
        throw new StorageError("locked");
      await delay(CHECK_MS);
    }
    this.#holders.set(id, { requestRelease, heardAtMs: Date.now() });
  }
}
