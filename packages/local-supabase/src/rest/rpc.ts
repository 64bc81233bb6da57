import type { RestQuery } from "./parse-query.ts";
import { parseJson } from "./payload.ts";
import type { Preferences } from "./preferences.ts";
import { MAX_ROWS } from "./read.ts";
import { openScope, pagingSql, readSql } from "./read-sql.ts";
import { RestError } from "./rest-error.ts";
import type { RpcFunction, RpcParameter, SchemaCache } from "./schema-cache.ts";
import { identifier, Parameters, type Source } from "./sql-builder.ts";
import { statement, type BodyForm, type Statement } from "./statement.ts";

/** Arguments as they came: the JSON body of a POST, or the query string of a GET. */
export type RpcArguments =
  | { kind: "json"; json: string; names: readonly string[] }
  | { kind: "text"; values: readonly (readonly [name: string, value: string])[] };

/** The arguments in a POST body, which must be an object unless the function takes the whole of it. */
export function argumentsOfBody(json: string): RpcArguments {
  if (json.trim() === "") return { kind: "json", json: "{}", names: [] };
  const parsed = parseJson(json);
  const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
  return { kind: "json", json, names: isObject ? Object.keys(parsed) : [] };
}

/** The overload that takes exactly these arguments. PGRST202 when there is none, PGRST203 when there are several. */
export function findFunction(cache: SchemaCache, name: string, args: RpcArguments): RpcFunction {
  const overloads = cache.functions.get(name) ?? [];
  const names = new Set(args.kind === "json" ? args.names : args.values.map(([given]) => given));
  const matching = overloads.filter((fn) => accepts(fn.parameters, names));
  const [only] = matching;
  if (only && matching.length === 1) return only;

  const listed = [...names].sort().join(", ");
  const signature = `${cache.schema}.${name}${names.size > 0 ? `(${listed})` : ""}`;
  if (matching.length > 1) {
    const candidates = matching.map(
      (fn) => `${cache.schema}.${name}(${fn.parameters.map((p) => `${p.name} => ${p.type}`).join(", ")})`,
    );
    throw new RestError(
      300,
      "PGRST203",
      `Could not choose the best candidate function between: ${candidates.join(", ")}`,
      {
        hint: "Try renaming the parameters or the function itself in the database so function overloading can be resolved",
      },
    );
  }
  const takesWhole = args.kind === "json" ? overloads.find((fn) => isWholeBody(fn)) : undefined;
  if (takesWhole) return takesWhole;
  throw new RestError(
    404,
    "PGRST202",
    `Could not find the function ${signature}${names.size > 0 ? "" : " without parameters"} in the schema cache`,
    {
      details: `Searched for the function ${signature}${names.size > 0 ? "" : " without parameters"}, but no matches were found in the schema cache.`,
    },
  );
}

function accepts(parameters: readonly RpcParameter[], names: ReadonlySet<string>): boolean {
  const known = new Set(parameters.map(({ name }) => name));
  const isComplete = parameters.every(({ name, isRequired }) => !isRequired || names.has(name));
  return isComplete && !known.has("") && [...names].every((name) => known.has(name));
}

function isWholeBody({ parameters }: RpcFunction): boolean {
  const [first] = parameters;
  return parameters.length === 1 && first?.name === "" && (first.type === "json" || first.type === "jsonb");
}

interface CallOptions {
  query: RestQuery;
  count: Preferences["count"];
  form: BodyForm;
  stripNulls: boolean;
}

/** A call, its result read like a table where it has columns. A void function gives an empty body. */
export function callStatement(
  cache: SchemaCache,
  fn: RpcFunction,
  args: RpcArguments,
  options: CallOptions,
): Statement {
  const { query, count, form, stripNulls } = options;
  const parameters = new Parameters();
  const { from, list } = argumentsSql(fn, args, parameters);
  const call = `${identifier(cache.schema)}.${identifier(fn.name)}(${list})`;

  if (fn.returns !== "composite") {
    const rows = `select ${call} as value${from === "" ? "" : ` from ${from}`}`;
    if (fn.returns === "void") {
      return statement(parameters, { ctes: [], from: `(${rows}) as _row`, form: "none", stripNulls });
    }
    const page = fn.isSet ? ` ${pagingSql(query, MAX_ROWS)}` : "";
    return statement(parameters, {
      ctes: [`called as (${rows})`],
      from: `(select value from called${page}) as _row`,
      form: fn.isSet ? form : "object",
      stripNulls: false,
      item: "_row.value",
      total: fn.isSet && count ? "(select count(*) from called)" : undefined,
    });
  }

  const scope = openScope(cache, parameters);
  const columns =
    fn.columns.length > 0 ? new Map(fn.columns.map((column) => [column.name, column])) : undefined;
  const source: Source = { name: fn.name, alias: scope.nextAlias(), columns };
  const read = readSql(scope, source, fn.relation ?? undefined, query.select, query);
  // As a common table expression, so that the function runs once however often the result is read.
  const called = `called as (select _call.* from ${from === "" ? "" : `${from}, lateral `}${call} as _call)`;
  const selected = `from called as ${source.alias} ${read.joins} ${read.where}`;
  const page = fn.isSet ? pagingSql(query, MAX_ROWS) : "";
  return statement(parameters, {
    ctes: [called],
    from: `(select ${read.columns} ${selected} ${read.order} ${page}) as _row`,
    form: fn.isSet ? form : "object",
    stripNulls,
    total: fn.isSet && count ? `(select count(*) ${selected})` : undefined,
  });
}

/** The argument list, and where its values come from: columns typed by the function's own parameters. */
function argumentsSql(
  fn: RpcFunction,
  args: RpcArguments,
  parameters: Parameters,
): { from: string; list: string } {
  if (args.kind === "text") {
    const given = fn.parameters.filter(({ name }) => args.values.some(([argument]) => argument === name));
    const list = given.map((parameter) => {
      const values = args.values.filter(([name]) => name === parameter.name).map(([, value]) => value);
      const value = parameters.add(parameter.isVariadic ? values : values.at(-1));
      return `${parameter.isVariadic ? "variadic " : ""}${identifier(parameter.name)} := ${value}::${parameter.type}`;
    });
    return { from: "", list: list.join(", ") };
  }
  if (isWholeBody(fn))
    return { from: "", list: `${parameters.add(args.json)}::${fn.parameters[0]?.type ?? "json"}` };
  const given = fn.parameters.filter(({ name }) => args.names.includes(name));
  if (given.length === 0) return { from: "", list: "" };
  const types = given.map(({ name, type }) => `${identifier(name)} ${type}`).join(", ");
  const list = given.map(
    ({ name, isVariadic }) =>
      `${isVariadic ? "variadic " : ""}${identifier(name)} := _args.${identifier(name)}`,
  );
  return {
    from: `json_to_record(${parameters.add(args.json)}::json) as _args(${types})`,
    list: list.join(", "),
  };
}
