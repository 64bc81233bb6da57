import { expect, test } from "vitest";
import { warningsOf } from "./attention.ts";

const NOW = Date.parse("2026-03-01T12:00:00Z");
const ago = (seconds: number): string => new Date(NOW - seconds * 1_000).toISOString();
const node = (status: "available" | "draining" | "offline", silentSeconds = 0) => ({
  id: "n1",
  name: "cpu-1",
  status,
  heartbeat_at: ago(silentSeconds),
  busy_slots: 0,
});
const site = (freeMb: number | null, health: "healthy" | "degraded" | "unreachable" = "healthy") => ({
  name: "Harbour",
  health,
  health_message: "12 entries.",
  storage_free_mb: freeMb,
  storage_total_mb: 1_000,
});
const sentences = (known: Parameters<typeof warningsOf>[0]) =>
  warningsOf(known, NOW).map(({ sentence }) => sentence);

test("while nothing is known yet, and while all is well, nobody is warned", () => {
  expect(warningsOf({}, NOW)).toEqual([]);
  expect(
    sentences({
      nodes: [node("available")],
      queues: [{ name: "live", is_paused: false, paused_reason: null, paused_until: null }],
      sites: [site(900)],
      stats: { queued: 3, pending: 1 },
      silentJobs: [],
    }),
  ).toEqual([]);
});

test("that nobody works comes first, and only when something waits", () => {
  const stats = { queued: 2, pending: 1 };

  expect(sentences({ nodes: [node("draining")], stats })).toEqual(["3 waiting, but no node takes work."]);
  expect(sentences({ nodes: [], stats })).toEqual(["3 waiting, but no node takes work."]);
  expect(sentences({ nodes: [node("draining")], stats: { queued: 0, pending: 0 } })).toEqual([]);
});

test("a job that says nothing leads to itself, until it says something", () => {
  expect(sentences({ silentJobs: [{ id: "j1", title: "Why?", updated_at: ago(2) }] })).toEqual([]);
  expect(warningsOf({ silentJobs: [{ id: "j1", title: "Why?", updated_at: ago(420) }] }, NOW)).toEqual([
    { href: "/jobs/j1", sentence: "“Why?” runs, but has said nothing for 7 m 00 s." },
  ]);
});

test("a node that went away is missed for a day", () => {
  expect(sentences({ nodes: [node("offline", 180)] })).toEqual([
    "Node cpu-1 is offline: last heard of 3 min ago.",
  ]);
  expect(sentences({ nodes: [node("offline", 90_000)] })).toEqual([]);
});

test.each([
  [null, null, "The queue live is paused."],
  ["Repair", null, "The queue live is paused: Repair."],
  ["Repair", ago(-3_600), "The queue live is paused: Repair. It ends in 1 h."],
])("a paused queue says why (%s) and until when (%s)", (paused_reason, paused_until, sentence) => {
  expect(sentences({ queues: [{ name: "live", is_paused: true, paused_reason, paused_until }] })).toEqual([
    sentence,
  ]);
});

test.each([
  [site(null), []],
  [site(100), []],
  [site(99), ["The storage of Harbour is 90 % full."]],
  [site(0), ["The storage of Harbour is 100 % full."]],
  [site(900, "degraded"), ["Harbour is degraded: 12 entries."]],
  [site(0, "unreachable"), ["Harbour cannot be reached: 12 entries."]],
])("of a site %o one hears %o", (state, heard) => {
  expect(sentences({ sites: [state] })).toEqual(heard);
});
