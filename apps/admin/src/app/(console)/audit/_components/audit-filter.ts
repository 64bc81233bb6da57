import { parseAsString, useQueryStates } from "nuqs";

/** What the log can be narrowed by; all of it stands in the address. */
const PARSERS = {
  kind: parseAsString.withDefault(""),
  action: parseAsString.withDefault(""),
  actor: parseAsString.withDefault(""),
  subject: parseAsString.withDefault(""),
  from: parseAsString.withDefault(""),
  to: parseAsString.withDefault(""),
};

export const useAuditFilter = () => useQueryStates(PARSERS, { history: "replace", throttleMs: 250 });

/** What entries are about, in words. */
export const SUBJECT_KINDS: Readonly<Record<string, string>> = {
  job: "jobs",
  queue: "queues",
  node: "nodes",
  schedule: "schedules",
  site: "sites",
  member: "members",
  profile: "instance roles",
  api_key: "API keys",
  project: "projects",
  limits: "limits",
  settings: "settings",
  audit: "the log itself",
};
