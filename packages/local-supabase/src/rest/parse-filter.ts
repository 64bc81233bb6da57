import { MAX_DEPTH, readFieldPath, TextReader, type FieldPath } from "./text-reader.ts";

/** SQL of the operators that take one value. Nothing outside these tables becomes an operator. */
export const BINARY_OPERATORS = {
  eq: "=", neq: "<>", gt: ">", gte: ">=", lt: "<", lte: "<=", like: "like", ilike: "ilike", match: "~", imatch: "~*",
  isdistinct: "is distinct from", cs: "@>", cd: "<@", ov: "&&", sl: "<<", sr: ">>", nxr: "&<", nxl: "&>", adj: "-|-",
} as const; // prettier-ignore
export const TEXT_SEARCH_FUNCTIONS = {
  fts: "to_tsquery",
  plfts: "plainto_tsquery",
  phfts: "phraseto_tsquery",
  wfts: "websearch_to_tsquery",
} as const;
export const IS_VALUES = {
  null: "null",
  not_null: "not null",
  true: "true",
  false: "false",
  unknown: "unknown",
} as const;

const FILTER_START = new RegExp(
  `^(?:not\\..|(?:is|in|${Object.keys(BINARY_OPERATORS).join("|")})(?:\\((?:any|all)\\))?\\.|(?:${Object.keys(TEXT_SEARCH_FUNCTIONS).join("|")})(?:\\(\\w+\\))?\\.)`,
);

export type BinaryOperator = keyof typeof BINARY_OPERATORS;
export type TextSearchOperator = keyof typeof TEXT_SEARCH_FUNCTIONS;
export type IsValue = keyof typeof IS_VALUES;

const QUANTIFIABLE: readonly string[] = ["eq", "like", "ilike", "gt", "gte", "lt", "lte", "match", "imatch"];

export type Condition =
  | { kind: "compare"; operator: BinaryOperator; quantifier: "any" | "all" | undefined; value: string }
  | { kind: "in"; values: string[] }
  | { kind: "is"; value: IsValue }
  | { kind: "search"; operator: TextSearchOperator; config: string | undefined; value: string };

export type Filter =
  | { kind: "condition"; path: FieldPath; isNegated: boolean; condition: Condition }
  | { kind: "group"; operator: "and" | "or"; isNegated: boolean; members: Filter[] };

/** Reads `column=op.value`, the value reaching to the end. */
export function parseFilter(path: FieldPath, text: string): Filter {
  const reader = new TextReader(text, "filter");
  const isNegated = reader.skip("not.");
  const condition = readCondition(reader, () => reader.rest());
  if (!reader.isAtEnd()) reader.fail("expecting end of input");
  return { kind: "condition", path, isNegated, condition };
}

/** Whether a parameter of a function called by GET is a filter on its result. Everything else is an argument. */
export const isFilter = (key: string, value: string): boolean =>
  key.includes(".") || FILTER_START.test(value);

/** Reads the members of `and=(…)` and `or=(…)`. */
export function parseLogic(operator: "and" | "or", isNegated: boolean, text: string): Filter {
  const reader = new TextReader(text, "logic tree");
  const members = readMembers(reader, 0);
  if (!reader.isAtEnd()) reader.fail("expecting end of input");
  return { kind: "group", operator, isNegated, members };
}

function readMembers(reader: TextReader, depth: number): Filter[] {
  if (depth > MAX_DEPTH) reader.fail("expecting less nesting");
  reader.expect("(");
  const members: Filter[] = [];
  do {
    reader.match(/\s+/y);
    members.push(readMember(reader, depth));
    reader.match(/\s+/y);
  } while (reader.skip(","));
  reader.expect(")");
  return members;
}

function readMember(reader: TextReader, depth: number): Filter {
  const group = reader.match(/(?:not\.)?(?:and|or)(?=\()/y);
  if (group !== undefined) {
    const operator = group.endsWith("and") ? "and" : "or";
    return {
      kind: "group",
      operator,
      isNegated: group.startsWith("not."),
      members: readMembers(reader, depth + 1),
    };
  }
  const path = readFieldPath(reader);
  reader.expect(".");
  const isNegated = reader.skip("not.");
  return {
    kind: "condition",
    path,
    isNegated,
    condition: readCondition(reader, () => readLogicValue(reader)),
  };
}

/** Inside a logic tree a value ends at a comma or bracket, unless it is quoted or an array in braces. */
function readLogicValue(reader: TextReader): string {
  return readQuotedElement(reader) ?? reader.match(/\{[^{}]*\}/y) ?? reader.match(/[^,)]*/y) ?? "";
}

/** Quotes count only around the whole of an element. */
function readQuotedElement(reader: TextReader): string | undefined {
  return reader.sees(/"(?:[^"\\]|\\.)*"(?:[,)]|$)/sy) ? reader.quoted() : undefined;
}

function readCondition(reader: TextReader, readValue: () => string): Condition {
  const operator = reader.match(/[a-z]+/y);
  if (operator === undefined) reader.fail("expecting operator (eq, gt, ...)");
  if (operator === "in") {
    reader.expect(".");
    return { kind: "in", values: readList(reader) };
  }
  if (operator === "is") {
    reader.expect(".");
    const value = reader.match(/[a-z_]+/iy)?.toLowerCase() ?? "";
    if (!isKeyOf(IS_VALUES, value)) reader.fail("expecting isVal: (null, not_null, true, false, unknown)");
    return { kind: "is", value };
  }
  if (isKeyOf(TEXT_SEARCH_FUNCTIONS, operator)) {
    const config = reader.skip("(")
      ? (reader.match(/\w+/uy) ?? reader.fail("expecting a configuration"))
      : undefined;
    if (config !== undefined) reader.expect(")");
    reader.expect(".");
    return { kind: "search", operator, config, value: readValue() };
  }
  if (!isKeyOf(BINARY_OPERATORS, operator))
    reader.fail(`expecting operator (eq, gt, ...), not "${operator}"`);
  const quantifier = QUANTIFIABLE.includes(operator) ? readQuantifier(reader) : undefined;
  reader.expect(".");
  return { kind: "compare", operator, quantifier, value: readValue() };
}

function readQuantifier(reader: TextReader): "any" | "all" | undefined {
  if (reader.skip("(any)")) return "any";
  return reader.skip("(all)") ? "all" : undefined;
}

/** `(a,"b,c",d)`. */
function readList(reader: TextReader): string[] {
  reader.expect("(");
  const values: string[] = [];
  do values.push(readQuotedElement(reader) ?? reader.match(/[^,)]*/y) ?? "");
  while (reader.skip(","));
  reader.expect(")");
  return values.length === 1 && values[0]?.trim() === "" ? [] : values;
}

function isKeyOf<T extends object>(table: T, key: string): key is Extract<keyof T, string> {
  return Object.hasOwn(table, key);
}
