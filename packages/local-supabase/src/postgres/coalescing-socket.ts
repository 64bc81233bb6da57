import { Socket } from "node:net";

type Callback = (error?: Error | null) => void;

/**
 * Sends everything written in one turn of the event loop as one packet: the messages of a pipelined transaction then
 * cost one system call instead of one each.
 */
export class CoalescingSocket extends Socket {
  #isGathering = false;

  override write(
    chunk: Uint8Array | string,
    encoding?: BufferEncoding | Callback,
    callback?: Callback,
  ): boolean {
    if (!this.#isGathering) {
      this.#isGathering = true;
      this.cork();
      process.nextTick(() => {
        this.#isGathering = false;
        this.uncork();
      });
    }
    if (typeof encoding === "function") return super.write(chunk, encoding);
    return super.write(chunk, encoding, callback);
  }
}
