import { RestError } from "./rest-error.ts";

/** The `Prefer` header, understood. Undefined: not asked for. */
export interface Preferences {
  return: "minimal" | "representation" | "headers-only" | undefined;
  count: "exact" | "planned" | "estimated" | undefined;
  resolution: "merge-duplicates" | "ignore-duplicates" | undefined;
  missing: "default" | "null" | undefined;
  tx: "commit" | "rollback" | undefined;
  handling: "strict" | "lenient" | undefined;
  maxAffected: number | undefined;
  /** Value of the `Preference-Applied` response header. */
  applied: string;
}

const VALUES = {
  resolution: ["merge-duplicates", "ignore-duplicates"],
  missing: ["default", "null"],
  return: ["minimal", "representation", "headers-only"],
  count: ["exact", "planned", "estimated"],
  tx: ["commit", "rollback"],
  handling: ["strict", "lenient"],
} as const;

/** Reads `Prefer`. With `handling=strict`, a preference it does not know is an error; otherwise it is passed over. */
export function parsePreferences(header: string | null): Preferences {
  const items = (header ?? "")
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
  const chosen = <K extends keyof typeof VALUES>(name: K): (typeof VALUES)[K][number] | undefined =>
    VALUES[name].find((value) => items.includes(`${name}=${value}`));
  const maxAffected = items
    .map((item) => /^max-affected=(\d{1,9})$/.exec(item)?.[1])
    .find((count) => count !== undefined);

  const preferences = {
    resolution: chosen("resolution"),
    missing: chosen("missing"),
    return: chosen("return"),
    count: chosen("count"),
    tx: chosen("tx"),
    handling: chosen("handling"),
  };
  const known = Object.entries(preferences).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${value}`],
  );
  if (maxAffected !== undefined) known.push(`max-affected=${maxAffected}`);
  const unknown = items.filter((item) => !known.includes(item) && !item.startsWith("timezone="));
  if (preferences.handling === "strict" && unknown.length > 0) {
    throw new RestError(400, "PGRST122", "Invalid preferences given with handling=strict", {
      details: `Invalid preferences: ${unknown.join(", ")}`,
    });
  }
  return {
    ...preferences,
    // PostgREST heeds it under strict handling alone.
    maxAffected:
      preferences.handling === "strict" && maxAffected !== undefined ? Number(maxAffected) : undefined,
    applied: known.join(", "),
  };
}
