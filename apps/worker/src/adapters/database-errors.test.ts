import pg from "pg";
import { expect, test } from "vitest";
import { DatabaseUnreachable, isPassing, isUnmigrated, toDatabaseError } from "./database-errors.ts";

function serverError(code: string): pg.DatabaseError {
  const error = new pg.DatabaseError("said by the server", 0, "error");
  error.code = code;
  return error;
}

test.each([
  ["57P01", true], // the server is shutting down
  ["57P03", true], // it is starting up
  ["53300", true], // too many connections
  ["40001", true], // serialization failure
  ["55P03", true], // lock_timeout
  ["25P03", true], // frozen in a transaction
  ["28P01", true], // wrong password
  ["23505", false], // unique violation
  ["22P02", false], // a text that is no number
  ["42501", false], // missing rights
  ["PT409", false], // an illegal move
])("SQLSTATE %s passes with time: %s", (code, passing) => {
  expect(isPassing(serverError(code))).toBe(passing);
});

test("what is not said by the server is the connection, and passes", () => {
  const error = toDatabaseError(new Error("Connection terminated unexpectedly"));

  expect(error).toBeInstanceOf(DatabaseUnreachable);
  expect(isPassing(error)).toBe(true);
});

test("a refused connection to several addresses names all of them", () => {
  const refused = new AggregateError([
    new Error("connect ECONNREFUSED ::1"),
    new Error("connect ECONNREFUSED 127.0.0.1"),
  ]);

  expect(toDatabaseError(refused).message).toBe("connect ECONNREFUSED ::1; connect ECONNREFUSED 127.0.0.1");
});

test("a mistake of our own does not pass", () => {
  expect(isPassing(new TypeError("x is not a function"))).toBe(false);
});

test.each([
  ["42883", true],
  ["3F000", true],
  ["42501", false],
])("SQLSTATE %s says that the schema is missing: %s", (code, unmigrated) => {
  expect(isUnmigrated(serverError(code))).toBe(unmigrated);
});
