import { JOB_STATUSES, PRIORITIES, QUEUES } from "@spool/contracts/job-states";
import { JOB_TYPE_NAMES, TASK_NAMES } from "@spool/contracts/job-type-facts";
import type { Enums } from "@spool/db/database.types";
import {
  createLoader,
  createParser,
  createSerializer,
  parseAsArrayOf,
  parseAsStringLiteral,
  type inferParserType,
} from "nuqs/server";

/** Named here once more, with types that keep it whole: the generated constants are every enum of the database in one object. */
const CATEGORY_NAMES = {
  TIMEOUT: true,
  API_ERROR: true,
  INVALID_INPUT: true,
  NOT_FOUND: true,
  CANCELLED: true,
  NODE_LOST: true,
  UNKNOWN: true,
} satisfies Record<Enums<"error_category">, true>;
export const ERROR_CATEGORIES = Object.keys(CATEGORY_NAMES) as Enums<"error_category">[]; // Object.keys widens to string[]

/** How far back, counted from when the list is asked for. In seconds. */
export const SINCE_SECONDS = { "1h": 3_600, "24h": 86_400, "7d": 604_800, "30d": 2_592_000 } as const;
export type Since = keyof typeof SINCE_SECONDS;
export const SINCE = Object.keys(SINCE_SECONDS) as Since[]; // Object.keys widens to string[]

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** The most that PostgREST's search takes kindly; a title is not longer. */
const TEXT_MAX_CHARACTERS = 200;

const oneOrMore = <Value extends string>(values: readonly Value[]) =>
  parseAsArrayOf(parseAsStringLiteral(values)).withDefault([]);

const parseAsId = createParser({
  parse: (text) => (UUID.test(text) ? text.toLowerCase() : null),
  serialize: (id: string) => id,
});
const ids = () => parseAsArrayOf(parseAsId).withDefault([]);

/** A moment as the address bears it: anything that Date understands, and nothing else. */
const parseAsMoment = createParser({
  parse: (text) => (Number.isNaN(Date.parse(text)) ? null : new Date(text).toISOString()),
  serialize: (moment: string) => moment,
});

/** The filter of the jobs list as it stands in the address: `?status=queued,processing&type=doubt&queue=live`. */
export const jobFilterParsers = {
  status: oneOrMore(JOB_STATUSES),
  type: oneOrMore([...JOB_TYPE_NAMES, ...TASK_NAMES]),
  queue: oneOrMore(QUEUES),
  priority: oneOrMore(PRIORITIES),
  category: oneOrMore(ERROR_CATEGORIES),
  node: ids(),
  project: ids(),
  since: parseAsStringLiteral(SINCE),
  after: parseAsMoment,
  before: parseAsMoment,
  finishedAfter: parseAsMoment,
  finishedBefore: parseAsMoment,
  text: createParser({
    parse: (text) => text.trim().slice(0, TEXT_MAX_CHARACTERS) || null,
    serialize: (text: string) => text,
  }),
};

/** Where the list is looked at: from a moment on backwards. Not a part of what matches. */
export const jobsPlaceParsers = { at: parseAsMoment };

/** An empty list, or null, means that the field does not matter. */
export type JobFilter = inferParserType<typeof jobFilterParsers>;

export type FilterField = keyof JobFilter;
/** The fields that bound when a job was created, or finished. */
export const MOMENT_FIELDS = [
  "after",
  "before",
  "finishedAfter",
  "finishedBefore",
] as const satisfies readonly FilterField[];
export type MomentField = (typeof MOMENT_FIELDS)[number];
/** The fields of which one of several values has to fit. */
export type ListField = "status" | "type" | "queue" | "priority" | "category" | "node" | "project";

export const LIST_FIELDS = [
  "status",
  "type",
  "queue",
  "priority",
  "category",
  "node",
  "project",
] as const satisfies readonly ListField[];
const FILTER_FIELDS = Object.keys(jobFilterParsers) as FilterField[]; // Object.keys widens to string[]

/** Reads a filter from a page's search parameters. Values that do not exist are left out. */
export const loadJobFilter = createLoader(jobFilterParsers);
/** The other way round: a filter as search parameters, with their question mark; empty without a filter. */
export const writeJobFilter = createSerializer(jobFilterParsers);
export const loadJobsPlace = createLoader(jobsPlaceParsers);

const isSet = (value: JobFilter[FilterField]): boolean =>
  Array.isArray(value) ? value.length > 0 : value !== null;

export const isFiltered = (filter: JobFilter): boolean => FILTER_FIELDS.some((field) => isSet(filter[field]));

/** Whether nothing but these fields matters. */
export const isFilteredOnlyBy = (filter: JobFilter, fields: readonly FilterField[]): boolean =>
  FILTER_FIELDS.every((field) => fields.includes(field) || !isSet(filter[field]));

/** Adds `value` to its field, or takes it away, keeping the others in order. */
export function toggleValue<Value extends string>(values: readonly Value[], value: Value): Value[] {
  return values.includes(value) ? values.filter((held) => held !== value) : [...values, value];
}
