import { JOB_TYPE_NAMES } from "@spool/contracts/job-type-facts";
import { JOB_STATUSES, QUEUES } from "@spool/contracts/job-states";
import { createLoader, parseAsArrayOf, parseAsStringLiteral, type inferParserType } from "nuqs/server";

const oneOrMore = <Value extends string>(values: readonly Value[]) =>
  parseAsArrayOf(parseAsStringLiteral(values)).withDefault([]);

/** The filter of the jobs list as it stands in the address: `?status=queued,processing&type=doubt&queue=live`. */
export const jobFilterParsers = {
  status: oneOrMore(JOB_STATUSES),
  type: oneOrMore(JOB_TYPE_NAMES),
  queue: oneOrMore(QUEUES),
};

/** An empty list means that the field does not matter. */
export type JobFilter = inferParserType<typeof jobFilterParsers>;

export type FilterField = keyof JobFilter;

export const FILTER_FIELDS = Object.keys(jobFilterParsers) as FilterField[]; // Object.keys widens to string[]

/** Reads a filter from a page's search parameters. Values that do not exist are left out. */
export const loadJobFilter = createLoader(jobFilterParsers);

export const isFiltered = (filter: JobFilter): boolean =>
  FILTER_FIELDS.some((field) => filter[field].length > 0);

/** Adds `value` to its field, or takes it away, keeping the others in order. */
export function toggleValue<Value extends string>(values: readonly Value[], value: Value): Value[] {
  return values.includes(value) ? values.filter((held) => held !== value) : [...values, value];
}
