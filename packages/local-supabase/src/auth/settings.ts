import { z } from "zod";

const count = z.coerce.number().int().min(1).max(1_000_000);
const list = z
  .string()
  .default("")
  .transform((text) => text.split(",").flatMap((part) => (part.trim() === "" ? [] : [part.trim()])));

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const DIGITS = "0123456789";
const SYMBOLS = "!@#$%^&*()_+-=[]{};'\\:\"|<>?,./`~";

/** Sets of which a password needs one character each, by the names that the Supabase CLI gives them. */
const CHARACTER_SETS: Readonly<Record<string, readonly string[]>> = {
  none: [],
  letters_digits: [LOWER + UPPER, DIGITS],
  lower_upper_letters_digits: [LOWER, UPPER, DIGITS],
  lower_upper_letters_digits_symbols: [LOWER, UPPER, DIGITS, SYMBOLS],
};

const environmentSchema = z.object({
  SPOOL_AUTH_SITE_URL: z.url().default("http://127.0.0.1:3000"),
  SPOOL_AUTH_REDIRECT_URLS: list,
  SPOOL_AUTH_EXTERNAL_URL: z.url().optional(),
  SPOOL_AUTH_SIGNUP: z.enum(["open", "closed"]).optional(),
  SPOOL_AUTH_CONFIRM_EMAIL: z.stringbool().optional(),
  SPOOL_AUTH_REAUTHENTICATE: z.stringbool().default(false),
  SPOOL_AUTH_PASSWORD_MIN_LENGTH: count.min(6).max(72).default(6),
  SPOOL_AUTH_PASSWORD_CHARACTERS: z.enum(Object.keys(CHARACTER_SETS)).default("none"),
  SPOOL_AUTH_LINK_SECONDS: count.default(3_600),
  SPOOL_AUTH_SIGN_INS_PER_5_MINUTES: count.default(30),
  SPOOL_AUTH_FAILURES_PER_5_MINUTES: count.default(10),
  SPOOL_AUTH_REFRESHES_PER_5_MINUTES: count.default(150),
  SPOOL_AUTH_MAILS_PER_HOUR: count.optional(),
  SPOOL_AUTH_MAIL_INTERVAL_SECONDS: count.optional(),
  SMTP_HOST: z.string().optional(),
  SMTP_PORT: z.coerce.number().int().min(1).max(65_535).default(587),
  SMTP_USER: z.string().optional(),
  SMTP_PASSWORD: z.string().default(""),
  SMTP_FROM: z.string().default("Spool <no-reply@spool.local>"),
});

export type AuthSettings = ReturnType<typeof readAuthSettings>;

/**
 * What can be set about accounts, from variables that may all be missing. Throws a ZodError.
 *
 * @param isOnLoopback Whether only this machine reaches the API. If not, people cannot sign themselves up unless told so.
 */
export function readAuthSettings(
  environment: Readonly<Record<string, string | undefined>>,
  isOnLoopback: boolean,
) {
  const given = environmentSchema.parse(environment);
  const isMailReal = given.SMTP_HOST !== undefined;
  return {
    siteUrl: given.SPOOL_AUTH_SITE_URL,
    redirectUrls: given.SPOOL_AUTH_REDIRECT_URLS,
    /** How readers of mails reach the API, where that is not its own address. */
    externalUrl: given.SPOOL_AUTH_EXTERNAL_URL,
    isSignupOpen: given.SPOOL_AUTH_SIGNUP === undefined ? isOnLoopback : given.SPOOL_AUTH_SIGNUP === "open",
    mustConfirmEmail: given.SPOOL_AUTH_CONFIRM_EMAIL ?? isMailReal,
    /** Whether a session older than a day needs a code from a mail to change the password. */
    mustReauthenticate: given.SPOOL_AUTH_REAUTHENTICATE,
    passwordMinLength: given.SPOOL_AUTH_PASSWORD_MIN_LENGTH,
    passwordCharacters: CHARACTER_SETS[given.SPOOL_AUTH_PASSWORD_CHARACTERS] ?? [],
    linkSeconds: given.SPOOL_AUTH_LINK_SECONDS,
    signInsPer5Minutes: given.SPOOL_AUTH_SIGN_INS_PER_5_MINUTES,
    failuresPer5Minutes: given.SPOOL_AUTH_FAILURES_PER_5_MINUTES,
    refreshesPer5Minutes: given.SPOOL_AUTH_REFRESHES_PER_5_MINUTES,
    mailsPerHour: given.SPOOL_AUTH_MAILS_PER_HOUR ?? (isMailReal ? 30 : Number.POSITIVE_INFINITY),
    mailIntervalSeconds: given.SPOOL_AUTH_MAIL_INTERVAL_SECONDS ?? (isMailReal ? 60 : 1),
    smtp:
      given.SMTP_HOST === undefined
        ? undefined
        : {
            host: given.SMTP_HOST,
            port: given.SMTP_PORT,
            secure: given.SMTP_PORT === 465,
            ...(given.SMTP_USER === undefined
              ? {}
              : { auth: { user: given.SMTP_USER, pass: given.SMTP_PASSWORD } }),
          },
    mailFrom: given.SMTP_FROM,
  };
}
