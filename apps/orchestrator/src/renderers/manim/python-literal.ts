/** A string literal of Python that stands for exactly this text: ASCII alone, so that nothing in it can end it. */
export function pythonString(text: string): string {
  let literal = '"';
  for (let index = 0; index < text.length; index += 1) {
    const code = text.codePointAt(index) ?? 0;
    if (code > 0xffff) index += 1; // it takes two units of UTF-16
    const isPlain = code >= 0x20 && code <= 0x7e && code !== 0x22 && code !== 0x5c;
    if (isPlain) literal += String.fromCodePoint(code);
    else if (code > 0xffff) literal += `\\U${code.toString(16).padStart(8, "0")}`;
    else literal += `\\u${code.toString(16).padStart(4, "0")}`;
  }
  return `${literal}"`;
}

type Value = string | number | boolean | null | readonly Value[];

/** The same for whatever a piece is described with. Throws a RangeError for a number that Python cannot write. */
export function pythonValue(value: Value): string {
  if (value === null) return "None";
  if (typeof value === "string") return pythonString(value);
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError(`${value} is no number that can be drawn with.`);
    return String(Math.round(value * 10_000) / 10_000);
  }
  return `(${value.map((each) => `${pythonValue(each)},`).join(" ")})`;
}
