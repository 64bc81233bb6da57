import { expect, test } from "vitest";
import { parseEnv } from "./env.ts";

const DATABASE_URL = "postgresql://spool_worker:secret@127.0.0.1:54322/postgres";

test("everything but the database has a default", () => {
  expect(parseEnv({ DATABASE_URL })).toMatchObject({
    orchestratorUrl: "http://127.0.0.1:8103",
    slots: 2,
    healthHost: "127.0.0.1",
    healthPort: 9091,
    graceSeconds: 20,
  });
});

test("an empty variable counts as not set", () => {
  expect(parseEnv({ DATABASE_URL, WORKER_SLOTS: "" }).slots).toBe(2);
});

test.each([
  [{}, "DATABASE_URL is not set: it must be an address such as"],
  [{ DATABASE_URL: "127.0.0.1:5432" }, "DATABASE_URL must be an address such as"],
  [{ DATABASE_URL, ORCHESTRATOR_URL: "ftp://127.0.0.1" }, "ORCHESTRATOR_URL must be an address such as"],
  [{ DATABASE_URL, WORKER_SLOTS: "0" }, "WORKER_SLOTS must be at least 1."],
  [{ DATABASE_URL, WORKER_SLOTS: "many" }, "WORKER_SLOTS must be a number."],
  [{ DATABASE_URL, WORKER_PORT: "70000" }, "WORKER_PORT must be at most 65535."],
  [{ DATABASE_URL, WORKER_GRACE_SECONDS: "1.5" }, "WORKER_GRACE_SECONDS must be a whole number."],
])("a wrong environment is refused with a sentence that names the variable: %j", (variables, sentence) => {
  expect(() => parseEnv(variables)).toThrow(sentence);
});

test("every wrong variable is named at once", () => {
  expect(() => parseEnv({ WORKER_SLOTS: "0" })).toThrow(/DATABASE_URL[^]*WORKER_SLOTS/);
});
