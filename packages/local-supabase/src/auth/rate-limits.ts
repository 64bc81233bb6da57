import { isIP } from "node:net";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import { AuthError } from "./auth-error.ts";
import type { AuthSettings } from "./settings.ts";

/** Keys remembered per limit; a flood of others makes the oldest fresh again. */
const MAX_KEYS = 10_000;

/** No account's address is longer; what people type in its place may be. */
const MAX_KEY_LENGTH = 300;

/** What comes from this machine, the console's server above all, speaks for many people. */
const LOOPBACK_FACTOR = 20;

const FIVE_MINUTES = 300;

interface RateLimit {
  /** Takes one of what `key` has left. Seconds until there is one again, 0 when it was taken. */
  take(key: string, factor?: number): number;
  giveBack(key: string): void;
}

/** `capacity` at once, refilled evenly over `seconds`. */
function createRateLimit(capacity: number, seconds: number): RateLimit {
  const used = new Map<string, { count: number; atMs: number }>();
  return {
    take(key, factor = 1) {
      const now = Date.now();
      const secondsEach = seconds / (capacity * factor);
      const before = used.get(key);
      const count = before ? Math.max(0, before.count - (now - before.atMs) / 1_000 / secondsEach) : 0;
      const excess = count + 1 - capacity * factor;
      if (excess > 1e-9) return excess * secondsEach;
      used.delete(key);
      used.set(key, { count: count + 1, atMs: now });
      const [oldest] = used.keys();
      if (used.size > MAX_KEYS && oldest !== undefined) used.delete(oldest);
      return 0;
    },
    giveBack(key) {
      const entry = used.get(key);
      if (entry) entry.count = Math.max(0, entry.count - 1);
    },
  };
}

export type AuthLimits = ReturnType<typeof createAuthLimits>;

/** The limits of hosted Auth, per address of the network and, where guessing would pay, per account. */
export function createAuthLimits(settings: AuthSettings) {
  const perFiveMinutes = (capacity: number) => createRateLimit(capacity, FIVE_MINUTES);
  const signIns = perFiveMinutes(settings.signInsPer5Minutes);
  const byAddress = {
    signup: perFiveMinutes(settings.signInsPer5Minutes),
    recover: perFiveMinutes(settings.signInsPer5Minutes),
    verify: perFiveMinutes(settings.signInsPer5Minutes),
    token: perFiveMinutes(settings.refreshesPer5Minutes),
    user: perFiveMinutes(settings.signInsPer5Minutes),
  };
  const failures = perFiveMinutes(settings.failuresPer5Minutes);
  const mails = createRateLimit(settings.mailsPerHour, 3_600);
  const mailsTo = createRateLimit(1, settings.mailIntervalSeconds);

  const refuseIf = (isOver: boolean): void => {
    if (isOver) throw new AuthError(429, "over_request_rate_limit", "Request rate limit reached");
  };
  return {
    /** Counts a request of this kind from wherever it came. 429 when there were too many. */
    count(kind: keyof typeof byAddress, context: Context): void {
      const { ip, factor } = origin(context);
      refuseIf(byAddress[kind].take(ip, factor) > 0);
    },

    /** Lets `attempt` guess at the secret of `account`; only failures are counted. 429 after too many of them. */
    async guess<T>(context: Context, account: string, attempt: () => Promise<T>): Promise<T> {
      const { ip, factor } = origin(context);
      const key = account.slice(0, MAX_KEY_LENGTH);
      refuseIf(failures.take(key) > 0);
      const isOver = signIns.take(ip, factor) > 0;
      if (isOver) failures.giveBack(key);
      refuseIf(isOver);
      const result = await attempt();
      failures.giveBack(key);
      signIns.giveBack(ip);
      return result;
    },

    /** Before a mail that anybody may cause, whether or not the account exists. */
    countMail(kind: string, to: string): void {
      const seconds = mailsTo.take(`${kind} ${to}`);
      const wait = `For security purposes, you can only request this after ${Math.ceil(seconds)} seconds.`;
      if (seconds > 0) throw new AuthError(429, "over_email_send_rate_limit", wait);
      if (mails.take("") > 0)
        throw new AuthError(429, "over_email_send_rate_limit", "email rate limit exceeded");
    },
  };
}

/** Where a request came from. A proxy on this machine is believed about it, nobody else is. */
export function origin(context: Context): { ip: string; factor: number } {
  const peer = addressOf(getConnInfo(context).remote.address) ?? "0.0.0.0";
  if (!isLoopback(peer)) return { ip: peer, factor: 1 };
  const ip = addressOf(context.req.header("x-forwarded-for")?.split(",").at(-1)) ?? peer;
  return { ip, factor: isLoopback(ip) ? LOOPBACK_FACTOR : 1 };
}

/** An address as Postgres takes it, without the interface that a link-local one names. */
function addressOf(text: string | undefined): string | undefined {
  const address = text
    ?.trim()
    .replace(/%.*$/, "")
    .replace(/^::ffff:(?=\d+\.)/i, "");
  return address !== undefined && isIP(address) > 0 ? address : undefined;
}

export function isLoopback(host: string): boolean {
  return /^(?:(?:::ffff:)?127(?:\.\d{1,3}){3}|\[?::1\]?|localhost)$/i.test(host);
}
