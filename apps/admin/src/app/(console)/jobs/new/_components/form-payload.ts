import type { FormField } from "./form-fields.ts";

/** What somebody typed, by the name of the field. Fields that another type has stay in it, so that nothing is lost. */
export type TypedValues = Readonly<Record<string, string | undefined>>;

export type Payload = Record<string, string | number | string[]>;

/** The payload that the form stands for. What was left empty is not sent. */
export function toPayload(fields: readonly FormField[], typed: TypedValues): Payload {
  const payload: Payload = {};
  for (const field of fields) {
    const value = toValue(field, typed[field.name] ?? "");
    if (value !== null) payload[field.name] = value;
  }
  return payload;
}

function toValue(field: FormField, typed: string): string | number | string[] | null {
  switch (field.control) {
    case "choice":
      return field.options.find((option) => String(option) === typed) ?? field.options[0] ?? null;
    case "lines": {
      const lines = typed.split("\n").flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));
      return lines.length === 0 ? null : lines;
    }
    case "line":
    case "text":
      return typed.trim() === "" ? null : typed.trim();
  }
}

/** The reverse, for filling the form with an example. */
export function toTyped(payload: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join("\n") : String(value),
    ]),
  );
}
