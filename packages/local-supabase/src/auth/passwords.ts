import { Worker } from "node:worker_threads";
import { AuthError, invalid } from "./auth-error.ts";
import type { PasswordTask } from "./password-worker.ts";
import type { AuthSettings } from "./settings.ts";

/** bcrypt looks at no more bytes; a longer password would be cut without a word. */
const MAX_BYTES = 72;

/** Compared with when there is no such account, so that the answer takes as long. */
const NOBODYS_HASH = "$2b$10$bTRn9dGLsm0VVzUP5iFCq.91SUoz34uRu5nUt.vcdC0AIe3uabtHC";

/** Passwords waiting to be hashed or compared, 60 ms each: more would wait longer than clients do. */
const MAX_WAITING = 100;

export interface Passwords {
  /** Hashes a new password. 422 `weak_password`, with the reasons, when it breaks the rules. */
  hash(password: string): Promise<string>;
  matches(password: string, hash: string | null): Promise<boolean>;
  close(): Promise<void>;
}

/** bcrypt in a thread of its own: other requests must not wait for it. */
export function createPasswords(settings: AuthSettings): Passwords {
  const waiting = new Map<number, PromiseWithResolvers<string | boolean>>();
  let worker: Worker | undefined;
  let tasks = 0;

  function start(): Worker {
    const started = new Worker(new URL("./password-worker.ts", import.meta.url));
    started.unref();
    started.on("message", ({ id, result }: { id: number; result: string | boolean }) => {
      waiting.get(id)?.resolve(result);
      waiting.delete(id);
    });
    // What a thread that ended had not answered fails; the next password starts another.
    started.on("error", () => undefined);
    started.on("exit", () => {
      worker = undefined;
      for (const { reject } of waiting.values()) reject(new Error("The password thread ended"));
      waiting.clear();
    });
    return started;
  }

  function ask(password: string, hash?: string): Promise<string | boolean> {
    if (waiting.size >= MAX_WAITING)
      throw new AuthError(429, "over_request_rate_limit", "Request rate limit reached");
    const answer = Promise.withResolvers<string | boolean>();
    const task: PasswordTask = { id: tasks++, password, ...(hash === undefined ? {} : { hash }) };
    waiting.set(task.id, answer);
    worker ??= start();
    worker.postMessage(task);
    return answer.promise;
  }

  return {
    async hash(password) {
      const tooLong = `Password cannot be longer than ${MAX_BYTES} characters`;
      if (Buffer.byteLength(password) > MAX_BYTES) throw invalid(tooLong);
      assertStrong(password, settings);
      return String(await ask(password));
    },
    async matches(password, hash) {
      const isKnown = hash !== null && hash !== "";
      return (await ask(password, isKnown ? hash : NOBODYS_HASH)) === true && isKnown;
    },
    async close() {
      await worker?.terminate();
    },
  };
}

function assertStrong(password: string, { passwordMinLength, passwordCharacters }: AuthSettings): void {
  const broken = {
    length:
      password.length < passwordMinLength && `Password should be at least ${passwordMinLength} characters.`,
    characters:
      !passwordCharacters.every((set) => Array.from(set).some((character) => password.includes(character))) &&
      `Password should contain at least one character of each: ${passwordCharacters.join(", ")}.`,
  };
  const reasons = Object.entries(broken).filter(([, message]) => message !== false);
  if (reasons.length === 0) return;
  const message = reasons.map(([, text]) => text).join(" ");
  throw new AuthError(422, "weak_password", message, {
    weak_password: { reasons: reasons.map(([name]) => name) },
  });
}
