import { fieldWords } from "./field-words.ts";
import type { FormField } from "./form-fields.ts";
import { picturesOfPayload } from "./picture-entries.ts";

/** What somebody typed, by the name of the field. Fields that another type has stay in it, so that nothing is lost. */
export type TypedValues = Readonly<Record<string, string | undefined>>;

export type Payload = Record<string, unknown>;

/** The payload that the form stands for. What was left empty is not sent. */
export function toPayload(fields: readonly FormField[], typed: TypedValues): Payload {
  const payload: Payload = {};
  for (const field of fields) {
    const value = toValue(field, typed[field.name] ?? "");
    if (value !== null) payload[field.name] = value;
  }
  return payload;
}

function toValue(field: FormField, typed: string): unknown {
  switch (field.control) {
    case "choice": {
      const chosen = field.options.find((option) => String(option) === typed);
      return chosen ?? (fieldWords(field.name).automatic === undefined ? field.options[0] : null);
    }
    case "switch":
      return typed === "true" ? true : null;
    case "lines": {
      const lines = typed.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
      return lines.length === 0 ? null : lines;
    }
    case "pictures":
      return picturesOfPayload(typed);
    case "json":
      return typed.trim() === "" ? null : parsed(typed);
    case "short":
    case "line":
    case "text":
      return typed.trim() === "" ? null : typed.trim();
  }
}

/** What cannot be read as JSON is given as the text that it is: the schema then says that it should be something else. */
function parsed(typed: string): unknown {
  try {
    return JSON.parse(typed) as unknown;
  } catch {
    return typed;
  }
}

/** The reverse, for filling the form with an example or with what another job was asked. */
export function toTyped(payload: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, typedOf(value)]));
}

function typedOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value.join("\n");
  return JSON.stringify(value, null, 2);
}

/** What a payload has that the form does not ask for. It is kept as it was sent. */
export function unaskedOf(
  fields: readonly FormField[],
  payload: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const asked = new Set(fields.map(({ name }) => name));
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !asked.has(name)));
}
