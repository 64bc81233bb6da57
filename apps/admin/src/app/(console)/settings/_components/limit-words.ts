import type { ProjectLimits } from "../../../../data/projects/project-limits-query.ts";

const BYTES_PER_GIGABYTE = 1_073_741_824;

export type TypedLimits = Record<keyof ProjectLimits, string>;

/** What stands in the fields: whole numbers, and gigabytes for bytes. Empty is no limit. */
export const typedLimits = (limits: ProjectLimits | null): TypedLimits => ({
  jobs_per_hour: text(limits?.jobs_per_hour),
  submissions_per_minute: text(limits?.submissions_per_minute),
  bytes_stored: text(
    limits?.bytes_stored == null ? null : Number((limits.bytes_stored / BYTES_PER_GIGABYTE).toFixed(3)),
  ),
});

const text = (figure: number | null | undefined): string => (figure == null ? "" : String(figure));

/** The limits that were typed; one that was left empty is left out, which lifts it. */
export function limitsOf(typed: TypedLimits): Partial<Record<keyof ProjectLimits, number>> {
  const given = Object.entries(typed).flatMap(([name, value]) => {
    if (value.trim() === "") return [];
    const figure = Number(value);
    return [[name, name === "bytes_stored" ? Math.round(figure * BYTES_PER_GIGABYTE) : figure]];
  });
  return Object.fromEntries(given) as Partial<Record<keyof ProjectLimits, number>>; // names of typed
}

/** Bytes as gigabytes, few of them as megabytes: `8 MB`, `0.4 GB`, `12 GB`. */
export const gigabyteWords = (bytes: number): string => {
  const gigabytes = bytes / BYTES_PER_GIGABYTE;
  if (gigabytes > 0 && gigabytes < 0.1) return `${Math.ceil(gigabytes * 1_024)} MB`;
  return `${gigabytes >= 10 || gigabytes === 0 ? Math.round(gigabytes).toLocaleString("en") : gigabytes.toFixed(1)} GB`;
};
