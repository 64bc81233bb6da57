import { expect, test } from "vitest";
import { INITIAL_LIVE_STATE, liveSign, reduceLive, type LiveEvent } from "./live-sign.ts";

const after = (...events: LiveEvent[]) => events.reduce(reduceLive, INITIAL_LIVE_STATE);
const wanted = (topic: string, atMs = 0): LiveEvent => ({ kind: "topic_wanted", topic, atMs });
const joined = (topic: string, atMs = 0): LiveEvent => ({ kind: "topic_joined", topic, atMs });
const lost = (topic: string, atMs: number): LiveEvent => ({ kind: "topic_lost", topic, atMs });

test("nothing is live before every topic is joined", () => {
  expect(liveSign(after(), 0).tone).toBe("connecting");
  expect(liveSign(after(wanted("a"), wanted("b"), joined("a")), 0).tone).toBe("connecting");
  expect(liveSign(after(wanted("a"), wanted("b"), joined("a"), joined("b")), 0)).toEqual({
    tone: "live",
    words: "live",
  });
});

test("a page that never gets a connection says how old what it shows is", () => {
  const state = after(wanted("a", 1_000));

  expect(liveSign(state, 20_000).tone).toBe("connecting");
  expect(liveSign(state, 61_000)).toEqual({ tone: "offline", words: "offline, data from 1 min ago" });
});

test("a lost topic says how old the data is, from the first loss on", () => {
  const state = after(
    wanted("a"),
    wanted("b"),
    joined("a"),
    joined("b"),
    lost("a", 10_000),
    lost("b", 15_000),
  );

  expect(liveSign(state, 22_000)).toEqual({
    tone: "reconnecting",
    words: "reconnecting, data from 12 s ago",
  });
  expect(liveSign(state, 41_000)).toEqual({ tone: "offline", words: "offline, data from 31 s ago" });
});

test("one topic that comes back does not make the page live while another is away", () => {
  const state = after(
    wanted("a"),
    wanted("b"),
    joined("a"),
    joined("b"),
    lost("a", 1_000),
    lost("b", 1_000),
    joined("a"),
  );

  expect(liveSign(state, 5_000).tone).toBe("reconnecting");
  expect(liveSign(reduceLive(state, joined("b")), 5_000).tone).toBe("live");
});

test("a page that begins to listen to one more topic stays live", () => {
  expect(liveSign(after(wanted("a"), joined("a"), wanted("job")), 0).tone).toBe("live");
});

test("a topic that failed and is left no longer counts", () => {
  const state = after(wanted("a"), joined("a"), wanted("job"), lost("job", 1_000), {
    kind: "topic_dropped",
    topic: "job",
    atMs: 2_000,
  });

  expect(liveSign(state, 3_000).tone).toBe("live");
});

test("a silent connection is not live although nobody closed it, and is again once it answers", () => {
  const silent = after(wanted("a"), joined("a"), { kind: "silence", atMs: 1_000 });

  expect(liveSign(silent, 6_000)).toEqual({ tone: "reconnecting", words: "reconnecting, data from 5 s ago" });
  expect(liveSign(reduceLive(silent, { kind: "heard", atMs: 7_000 }), 7_000).tone).toBe("live");
});

test("without a network a console on one machine is live; a loss without a network is offline at once", () => {
  const state = after(wanted("a"), joined("a"), { kind: "browser_offline", atMs: 1_000 });

  expect(liveSign(state, 3_000).tone).toBe("live");
  expect(liveSign(reduceLive(state, { kind: "silence", atMs: 1_000 }), 5_000)).toEqual({
    tone: "offline",
    words: "offline, data from 4 s ago",
  });
});
