import type { ApiRequest } from "../gateway/api-request.ts";
import { FORM, JSON_TYPE, isObject, parseJson, readBody, unacceptable } from "./payload.ts";
import { openScope, pagingSql, readSql } from "./read-sql.ts";
import type { ReadOptions } from "./read.ts";
import { closest, RestError } from "./rest-error.ts";
import type { RpcFunction, RpcParameter, SchemaCache } from "./schema-cache.ts";
import { identifier, Parameters, type Source } from "./sql-builder.ts";
import { statement, type Statement } from "./statement.ts";

/** Arguments as they came: a body of JSON, pairs of a query string or form, or a body that is one value. */
export type RpcArguments =
  | { kind: "json"; json: string; names: readonly string[] }
  | { kind: "text"; values: readonly (readonly [name: string, value: string])[] }
  | { kind: "whole"; value: string; type: "text" | "xml" | "bytea" };

/** The arguments in the body of a POST. `columns` picks among the keys of a JSON object. */
export async function readArguments(
  request: ApiRequest,
  columns: readonly string[] | undefined,
): Promise<RpcArguments> {
  if (request.headers.get("content-type")?.startsWith("application/octet-stream"))
    return { kind: "whole", value: `\\x${(await request.bytes()).toString("hex")}`, type: "bytea" };
  const { text, mediaType } = await readBody(request);
  switch (mediaType) {
    case JSON_TYPE: {
      if (text === "") return { kind: "json", json: "{}", names: [] };
      const parsed = parseJson(text);
      const first: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
      return { kind: "json", json: text, names: columns ?? (isObject(first) ? Object.keys(first) : []) };
    }
    case FORM:
      return { kind: "text", values: [...new URLSearchParams(text)] };
    case "text/plain":
      return { kind: "whole", value: text, type: "text" };
    case "text/xml":
      return { kind: "whole", value: text, type: "xml" };
    default:
      throw unacceptable(mediaType);
  }
}

/** The overload that takes exactly these arguments. PGRST202 when there is none, PGRST203 when there are several. */
export function findFunction(cache: SchemaCache, name: string, args: RpcArguments): RpcFunction {
  const overloads = cache.functions.get(name) ?? [];
  const names = new Set(namesOf(args));
  const byName = overloads.filter((fn) => args.kind !== "whole" && accepts(fn.parameters, names));
  const found = byName.length > 0 ? byName : overloads.filter((fn) => takesWhole(fn, args));
  const [only] = found;
  if (!only) throw notFound(cache, name, [...names].sort(), args);
  if (found.length === 1) return only;
  const candidates = found.map(
    (fn) => `${cache.schema}.${name}(${fn.parameters.map((p) => `${p.name} => ${p.type}`).join(", ")})`,
  );
  const message = `Could not choose the best candidate function between: ${candidates.join(", ")}`;
  throw new RestError(300, "PGRST203", message, {
    hint: "Try renaming the parameters or the function itself in the database so function overloading can be resolved",
  });
}

function namesOf(args: RpcArguments): readonly string[] {
  if (args.kind === "whole") return [];
  return args.kind === "json" ? args.names : args.values.map(([name]) => name);
}

function accepts(parameters: readonly RpcParameter[], names: ReadonlySet<string>): boolean {
  const known = new Set(parameters.map(({ name }) => name));
  const isComplete = parameters.every(({ name, isRequired }) => !isRequired || names.has(name));
  return isComplete && !known.has("") && [...names].every((name) => known.has(name));
}

/** Whether its only parameter has no name and takes the body as it is. */
function takesWhole({ parameters }: RpcFunction, args: RpcArguments): boolean {
  const [only] = parameters;
  if (only?.name !== "" || parameters.length > 1) return false;
  if (args.kind === "json") return only.type === "json" || only.type === "jsonb";
  return args.kind === "whole" && only.type === args.type;
}

function notFound(cache: SchemaCache, name: string, names: string[], args: RpcArguments): RestError {
  const fn = `${cache.schema}.${name}`;
  const named =
    names.length === 0
      ? " without parameters"
      : ` with parameter${names.length > 1 ? "s" : ""} ${names.join(", ")}`;
  const searched = {
    json: `${named} or with a single unnamed json/jsonb parameter`,
    text: named,
    whole: args.kind === "whole" ? ` with a single unnamed ${args.type} parameter` : "",
  };
  const overloads = cache.functions.get(name);
  const signature = (parameters: readonly string[]) => `(${[...parameters].sort().join(", ")})`;
  const suggestion = overloads
    ? closest(
        signature(names),
        overloads.map((fn) => signature(fn.parameters.map((parameter) => parameter.name))),
      )
    : closest(name, cache.functions.keys(), 0.75);
  const said =
    args.kind === "whole" ? "" : names.length === 0 ? " without parameters" : `(${names.join(", ")})`;
  return new RestError(404, "PGRST202", `Could not find the function ${fn}${said} in the schema cache`, {
    details: `Searched for the function ${fn}${searched[args.kind]}, but no matches were found in the schema cache.`,
    ...(suggestion === undefined || args.kind === "whole"
      ? {}
      : {
          hint: `Perhaps you meant to call the function ${overloads ? fn : `${cache.schema}.`}${suggestion}`,
        }),
  });
}

/** A call, its result read like a table where it has columns. A void function gives an empty body. */
export function callStatement(
  cache: SchemaCache,
  fn: RpcFunction,
  args: RpcArguments,
  { query, count, format }: ReadOptions,
): Statement {
  const parameters = new Parameters();
  const { from, list } = argumentsSql(fn, args, parameters);
  const call = `${identifier(cache.schema)}.${identifier(fn.name)}(${list})`;
  const isCounted = fn.isSet && count !== undefined && count !== "planned";
  // As a common table expression, so that the function runs once however often the result is read.
  if (fn.returns !== "composite") {
    // Materialized, or a void function would never be called: nothing reads its value.
    const called = `called as materialized (select ${call} as value${from === "" ? "" : ` from ${from}`})`;
    return statement(parameters, {
      ctes: [called],
      from: `(select value from called${fn.isSet ? ` ${pagingSql(query)}` : ""}) as _row`,
      format: fn.returns === "void" ? undefined : { ...format, form: fn.isSet ? format.form : "object" },
      item: "_row.value",
      total: isCounted ? "(select count(*) from called)" : undefined,
    });
  }
  const scope = openScope(cache, parameters, fn.isSet);
  const columns =
    fn.columns.length > 0 ? new Map(fn.columns.map((column) => [column.name, column])) : undefined;
  const source: Source = { name: fn.name, alias: scope.nextAlias(), columns };
  const read = readSql(scope, source, fn.relation ?? fn.name, query.select, query);
  const called = `called as (select _call.* from ${from === "" ? "" : `${from}, lateral `}${call} as _call)`;
  const selected = `from called as ${source.alias} ${read.joins} ${read.where}`;
  return statement(parameters, {
    ctes: [called],
    from: `(select ${read.columns} ${selected} ${read.page}) as _row`,
    format: { ...format, form: fn.isSet ? format.form : "object" },
    total: isCounted ? `(select count(*) ${selected})` : undefined,
  });
}

/** The argument list, and where its values come from: columns typed by the function's own parameters. */
function argumentsSql(
  fn: RpcFunction,
  args: RpcArguments,
  parameters: Parameters,
): { from: string; list: string } {
  const [first] = fn.parameters;
  if (first?.name === "" && args.kind !== "text") {
    const value = parameters.add(args.kind === "json" ? args.json : args.value);
    return { from: "", list: `${value}::${first.type}` };
  }
  const names = namesOf(args);
  const given = fn.parameters.filter(({ name }) => names.includes(name));
  const list = (valueOf: (parameter: RpcParameter) => string) =>
    given.map((p) => `${p.isVariadic ? "variadic " : ""}${identifier(p.name)} := ${valueOf(p)}`).join(", ");
  if (args.kind === "text") {
    const valueOf = ({ name, type, isVariadic }: RpcParameter) => {
      const values = args.values.filter(([given]) => given === name).map(([, value]) => value);
      return `${parameters.add(isVariadic ? values : values.at(-1))}::${type}`;
    };
    return { from: "", list: list(valueOf) };
  }
  if (args.kind === "whole" || given.length === 0) return { from: "", list: "" };
  const types = given.map(({ name, type }) => `${identifier(name)} ${type}`).join(", ");
  return {
    from: `json_to_record(${parameters.add(args.json)}::json) as _args(${types})`,
    list: list(({ name }) => `_args.${identifier(name)}`),
  };
}
