import { parentPort } from "node:worker_threads";
import { compareSync, hashSync } from "bcryptjs";

const COST = 10;

export interface PasswordTask {
  id: number;
  password: string;
  /** To compare with; a hash is made when there is none. */
  hash?: string;
}

parentPort?.on("message", ({ id, password, hash }: PasswordTask) => {
  parentPort?.postMessage({
    id,
    result: hash === undefined ? hashSync(password, COST) : compareSync(password, hash),
  });
});
