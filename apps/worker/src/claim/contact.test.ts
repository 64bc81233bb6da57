import { expect, test } from "vitest";
import { createContact } from "./contact.ts";

function createClock() {
  const clock = { ms: 0 };
  const contact = createContact(() => clock.ms);
  /** Lets time pass with a contact every three seconds, as keeping alive does. */
  const pass = (seconds: number) => {
    for (let passed = 0; passed < seconds; passed += 3) {
      clock.ms += 3_000;
      contact.note(true);
    }
  };
  return { clock, contact, pass };
}

test("a worker judges nobody before it has been in contact for the time of one heartbeat", () => {
  const { contact, pass } = createClock();

  pass(9);
  expect(contact.isSteady()).toBe(false);
  pass(3);
  expect(contact.isSteady()).toBe(true);
});

test("after an outage it waits that time again", () => {
  const { contact, pass } = createClock();
  pass(30);

  contact.note(false);

  expect(contact.isSteady()).toBe(false);
  pass(9);
  expect(contact.isSteady()).toBe(false);
  pass(3);
  expect(contact.isSteady()).toBe(true);
});

test("a worker that was frozen itself judges nobody when it comes back", () => {
  const { clock, contact, pass } = createClock();
  pass(30);

  clock.ms += 60_000;

  expect(contact.isSteady()).toBe(false);
  contact.note(true);
  expect(contact.isSteady()).toBe(false);
  pass(12);
  expect(contact.isSteady()).toBe(true);
});
