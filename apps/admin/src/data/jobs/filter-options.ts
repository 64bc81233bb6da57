import { JOB_STATUSES, PRIORITIES, QUEUES } from "@spool/contracts/job-states";
import { JOB_TYPE_NAMES, TASK_NAMES } from "@spool/contracts/job-type-facts";
import {
  ERROR_CATEGORIES,
  LIST_FIELDS,
  MOMENT_FIELDS,
  SINCE,
  toggleValue,
  type JobFilter,
  type ListField,
  type MomentField,
} from "./job-filter.ts";
import { jobTypeTitle } from "./stage-title.ts";

/** One condition that can be put into the filter, or taken out. */
export interface FilterOption {
  field: string;
  /** As it stands in the address. */
  value: string;
  /** As people call it. */
  label: string;
  isOn: boolean;
  /** What choosing it does to the filter. */
  change: Partial<JobFilter>;
}

interface Named {
  id: string;
  name: string;
}

export interface FilterWorld {
  nodes: readonly Named[];
  projects: readonly Named[];
}

const SINCE_WORDS = {
  "1h": "last hour",
  "24h": "last 24 hours",
  "7d": "last 7 days",
  "30d": "last 30 days",
} as const;

/** Everything that can be asked for, in the order in which it is offered. */
function allOptions(filter: JobFilter, { nodes, projects }: FilterWorld): FilterOption[] {
  const values: Record<ListField, readonly { value: string; label: string }[]> = {
    status: JOB_STATUSES.map((value) => ({ value, label: value })),
    type: [...JOB_TYPE_NAMES, ...TASK_NAMES].map((value) => ({ value, label: jobTypeTitle(value) })),
    queue: QUEUES.map((value) => ({ value, label: value })),
    priority: PRIORITIES.map((value) => ({ value, label: value })),
    category: ERROR_CATEGORIES.map((value) => ({ value, label: value })),
    node: nodes.map(({ id, name }) => ({ value: id, label: name })),
    // With one project there is nothing to choose.
    project: projects.length > 1 ? projects.map(({ id, name }) => ({ value: id, label: name })) : [],
  };
  return [
    ...LIST_FIELDS.flatMap((field) =>
      values[field].map(({ value, label }) => ({
        field,
        value,
        label,
        isOn: (filter[field] as readonly string[]).includes(value),
        change: { [field]: toggleValue<string>(filter[field], value) },
      })),
    ),
    ...SINCE.map((value) => ({
      field: "created",
      value,
      label: SINCE_WORDS[value],
      isOn: filter.since === value,
      change: { since: filter.since === value ? null : value },
    })),
  ];
}

/** What is in the filter now, with what takes each out. */
export function tokensOf(filter: JobFilter, world: FilterWorld): FilterOption[] {
  const chosen = allOptions(filter, world).filter(({ isOn }) => isOn);
  const known = new Set(chosen.map(({ field, value }) => `${field}:${value}`));
  // A node or project that this person does not see is in the filter all the same.
  const unknown = (["node", "project"] as const).flatMap((field) =>
    filter[field]
      .filter((value) => !known.has(`${field}:${value}`))
      .map((value) => ({
        field,
        value,
        label: value.slice(0, 8),
        isOn: true,
        change: { [field]: toggleValue(filter[field], value) },
      })),
  );
  const moments = MOMENT_FIELDS.flatMap((field) => {
    const value = filter[field];
    return value === null ? [] : [momentOption(field, value, true)];
  });
  return [
    ...chosen,
    ...unknown,
    ...moments,
    ...(filter.text === null ? [] : [textOption(filter.text, true)]),
  ];
}

/** What somebody may mean by what they have typed, the likeliest first. */
export function suggest(typed: string, filter: JobFilter, world: FilterWorld): FilterOption[] {
  const words = typed.trim();
  const options = allOptions(filter, world);
  if (words === "") return options;
  const moment = readMoment(words);
  if (moment !== null) return moment;
  const [, named, rest = ""] = /^(\w+):\s*(.*)$/s.exec(words) ?? [];
  if (named === "text" || named === "title") return rest === "" ? [] : [textOption(rest, false)];
  const isNamed = named !== undefined && options.some(({ field }) => field.startsWith(named.toLowerCase()));
  const sought = (isNamed ? rest : words).toLowerCase();
  const fitting = options.filter(
    ({ field, value, label }) =>
      (!isNamed || field.startsWith(named.toLowerCase())) &&
      (label.toLowerCase().includes(sought) ||
        value.toLowerCase().startsWith(sought) ||
        (!isNamed && field.startsWith(sought))),
  );
  fitting.sort((a, b) => Number(beginsWith(b, sought)) - Number(beginsWith(a, sought)));
  return isNamed ? fitting : [...fitting, textOption(words, false)];
}

const beginsWith = ({ label, value }: FilterOption, sought: string): boolean =>
  label.toLowerCase().startsWith(sought) || value.toLowerCase().startsWith(sought);

const textOption = (text: string, isOn: boolean): FilterOption => ({
  field: "title",
  value: text,
  label: `“${text}”`,
  isOn,
  change: { text: isOn ? null : text },
});

function readMoment(words: string): FilterOption[] | null {
  const [, named, moment = ""] = /^([a-z ]+):\s*(.*)$/i.exec(words) ?? [];
  const field = MOMENT_FIELDS.find((name) => name === named || MOMENT_WORDS[name] === named);
  if (field === undefined) return null;
  const read = Date.parse(moment);
  return Number.isNaN(read) ? [] : [momentOption(field, new Date(read).toISOString(), false)];
}

const MOMENT_WORDS: Record<MomentField, string> = {
  after: "after",
  before: "before",
  finishedAfter: "finished after",
  finishedBefore: "finished before",
};

const momentOption = (field: MomentField, value: string, isOn: boolean): FilterOption => ({
  field: MOMENT_WORDS[field],
  value,
  label: new Date(value).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" }),
  isOn,
  change: { [field]: isOn ? null : value },
});
