import { createHash } from "node:crypto";

/** One entry of a join's `postgres_changes`, understood. */
export interface Subscription {
  /** The same for the same request, as hosted: clients sort what arrives by it. */
  id: number;
  event: string;
  schema: string;
  table: string;
  filters: Filter[];
  /** Columns to send besides the key; null for all. */
  columns: string[] | null;
}

interface Filter {
  column: string;
  op: string;
  value: string;
  negate: boolean;
}

/** What is wrong with a subscription, in the words of hosted Realtime. */
export class SubscriptionError extends Error {
  override readonly name = "SubscriptionError";
  /** Whether no state of the database could make it right. */
  readonly isMalformed: boolean;

  constructor(
    message: string,
    { isMalformed = true, cause }: { isMalformed?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.isMalformed = isMalformed;
  }
}

type Params = Readonly<Record<string, unknown>>;

const EVENTS = ["INSERT", "UPDATE", "DELETE"];
const OPERATORS = "eq neq lt lte gt gte in like ilike is match imatch isdistinct".split(" ");

/** Throws SubscriptionError. */
export function parseSubscription(params: Params): Subscription {
  const { event, schema = params["table"] === undefined ? undefined : "public", table = "*", filter, select } = params; // prettier-ignore
  if (typeof select === "string") {
    throw new SubscriptionError(
      'Error parsing `select` params: expected a list of column name strings, e.g. select: ["col1", "col2"]',
    );
  }
  const isComplete =
    filter === undefined || (params["schema"] !== undefined && params["table"] !== undefined);
  if (typeof schema !== "string" || typeof table !== "string" || !isComplete || !isTextOrNone(filter)) {
    throw new SubscriptionError(
      `No subscription params provided. Please provide at least a \`schema\` or \`table\` to subscribe to: ${JSON.stringify(params)}`,
    );
  }
  const columns = Array.isArray(select) ? select.filter((column) => typeof column === "string") : [];
  if (columns.length > 0 && (schema === "*" || table === "*")) {
    throw new SubscriptionError(
      "Column selection is not supported for wildcard subscriptions. Provide an explicit schema and table name.",
    );
  }
  const upper = typeof event === "string" ? event.toUpperCase() : "*";
  return {
    id: idOf(params),
    event: EVENTS.includes(upper) ? upper : "*",
    schema,
    table,
    filters: parseFilters(filter ?? ""),
    columns: columns.length > 0 ? columns : null,
  };
}

/** Of 27 bits as hosted, and never 0, which clients take for none. */
export function idOf(params: Params): number {
  const canonical = JSON.stringify(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)));
  return createHash("sha256").update(canonical).digest().readUInt32BE() % 134_217_727 + 1; // prettier-ignore
}

const isTextOrNone = (value: unknown): value is string | undefined =>
  value === undefined || typeof value === "string";

/** `a=eq.1,b=not.in.(x,"y,z")`: all must hold. */
function parseFilters(text: string): Filter[] {
  if (text.trim() === "") return [];
  return splitAtCommas(text.trim()).map((segment) => parseFilter(segment.trim()));
}

/** At commas outside of parentheses and quotes; a quote counts where a value begins. */
function splitAtCommas(text: string): string[] {
  const pattern = /\\.|(?<=[.(,])"(?:\\.|[^"\\])*"|[^]/g;
  const segments: string[] = [];
  let segment = "";
  let depth = 0;
  for (const [part] of text.matchAll(pattern)) {
    if (part === "(") depth += 1;
    if (part === ")") depth = Math.max(0, depth - 1);
    const isEnd = part === "," && depth === 0;
    if (isEnd) segments.push(segment);
    segment = isEnd ? "" : segment + part;
  }
  return [...segments, segment];
}

function parseFilter(segment: string): Filter {
  const wrong = (what: string) => new SubscriptionError(`Error parsing \`filter\` params: ${what}`);
  if (segment === "") throw wrong("filter must not contain empty segments (check for extra commas)");
  const [, column, condition] = /^([^=]*)=([^]*)$/.exec(segment) ?? [];
  if (column === undefined || condition === undefined) throw wrong(JSON.stringify([segment]));
  const negate = condition.startsWith("not.");
  const rest = negate ? condition.slice("not.".length) : condition;
  const [, op, value] = /^([^.]*)\.([^]*)$/.exec(rest) ?? [];
  if (op === undefined || value === undefined) throw wrong(JSON.stringify([rest]));
  if (!OPERATORS.includes(op)) throw wrong(JSON.stringify([op, value]).replace(",", ", "));
  if (op !== "in") return { column, op, value: unquote(value), negate };
  const list = /^\(([^]*)\)$/.exec(value)?.[1];
  if (list === undefined) throw wrong("`in` filter value must be wrapped by parentheses");
  return { column, op, value: `{${list}}`, negate };
}

function unquote(value: string): string {
  const content = /^"((?:\\.|[^"\\])*)"$/.exec(value)?.[1];
  return content === undefined ? value : content.replaceAll(/\\(.)/g, "$1");
}
