import { RestError } from "./rest-error.ts";

const VALUES = {
  resolution: ["merge-duplicates", "ignore-duplicates"],
  missing: ["default", "null"],
  return: ["minimal", "representation", "headers-only"],
  count: ["exact", "planned", "estimated"],
  tx: ["commit", "rollback"],
  handling: ["strict", "lenient"],
} as const;

/** The `Prefer` header, understood. Undefined: not asked for. */
export type Preferences = { [K in keyof typeof VALUES]: (typeof VALUES)[K][number] | undefined } & {
  timezone: string | undefined;
  /** Heeded under strict handling alone, as PostgREST does. */
  maxAffected: number | undefined;
};

/** Reads `Prefer`. With `handling=strict`, a preference it does not know is an error; otherwise it is passed over. */
export function parsePreferences(header: string | null, allowsRollback: boolean): Preferences {
  const items = header === null ? [] : header.split(",").map((item) => item.trim());
  const known = new Set<string>([""]);
  const chosen = <K extends keyof typeof VALUES>(name: K): (typeof VALUES)[K][number] | undefined => {
    for (const value of VALUES[name]) known.add(`${name}=${value}`);
    const item = items.find((text) => text.startsWith(`${name}=`) && known.has(text));
    return VALUES[name].find((value) => item === `${name}=${value}`);
  };
  const valued = (pattern: RegExp, isValid = (_value: string) => true): string | undefined => {
    const item = items.find((text) => pattern.test(text));
    const value = item?.slice(item.indexOf("=") + 1);
    if (item === undefined || value === undefined || !isValid(value)) return undefined;
    known.add(item);
    return value;
  };
  const preferences = {
    resolution: chosen("resolution"),
    missing: chosen("missing"),
    return: chosen("return"),
    count: chosen("count"),
    tx: chosen("tx"),
    handling: chosen("handling"),
    timezone: valued(/^timezone=./, isTimeZone),
    maxAffected: valued(/^max-affected=\d{1,9}$/),
  };
  const isStrict = preferences.handling === "strict";
  const unknown = items.filter((item) => !known.has(item));
  if (isStrict && unknown.length > 0) {
    throw new RestError(400, "PGRST122", "Invalid preferences given with handling=strict", {
      details: `Invalid preferences: ${unknown.join(", ")}`,
    });
  }
  const { maxAffected } = preferences;
  return {
    ...preferences,
    tx: allowsRollback ? preferences.tx : undefined,
    maxAffected: isStrict && maxAffected !== undefined ? Number(maxAffected) : undefined,
  };
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).format() !== "";
  } catch {
    return false;
  }
}

const APPLIED = {
  read: [],
  insert: ["resolution", "missing", "return"],
  update: ["missing", "return"],
  delete: ["return"],
  upsert: ["return"],
  call: [],
} as const satisfies Record<string, (keyof Preferences)[]>;

/** Value of the `Preference-Applied` header: what had a say in this kind of request. */
export function appliedPreferences(kind: keyof typeof APPLIED, preferences: Preferences): string {
  const names: (keyof Preferences)[] = [...APPLIED[kind], "count", "tx", "handling", "timezone"];
  const applied = names.flatMap((name) =>
    preferences[name] === undefined ? [] : [`${name}=${preferences[name]}`],
  );
  const { maxAffected } = preferences;
  const isCounted = kind === "update" || kind === "delete" || kind === "call";
  if (isCounted && maxAffected !== undefined) applied.push(`max-affected=${maxAffected}`);
  return applied.join(", ");
}
