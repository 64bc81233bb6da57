import { parseError } from "./rest-error.ts";

/** Walks over one query parameter. Every syntax error becomes PGRST100, naming the parameter and the place. */
export class TextReader {
  readonly text: string;
  readonly #kind: string;
  #at = 0;

  /** `kind` names the grammar in errors: "select parameter", "filter", … */
  constructor(text: string, kind: string) {
    this.text = text;
    this.#kind = kind;
  }

  isAtEnd(): boolean {
    return this.#at >= this.text.length;
  }

  startsWith(token: string): boolean {
    return this.text.startsWith(token, this.#at);
  }

  /** Steps over `token` if it comes next. */
  skip(token: string): boolean {
    if (!this.startsWith(token)) return false;
    this.#at += token.length;
    return true;
  }

  expect(token: string): void {
    if (!this.skip(token)) this.fail(`expecting "${token}"`);
  }

  /** Whether a sticky pattern matches here. */
  sees(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.text);
  }

  /** What a sticky pattern matches here, stepped over; undefined when it does not. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  /** A name in double quotes, where a backslash takes the next character as it is; undefined when no quote comes next. */
  quoted(): string | undefined {
    if (!this.skip('"')) return undefined;
    let value = "";
    while (!this.skip('"')) {
      if (this.startsWith("\\")) this.#at += 1;
      const character = this.text[this.#at];
      if (character === undefined) this.fail('expecting "\\""');
      value += character;
      this.#at += 1;
    }
    return value;
  }

  rest(): string {
    const rest = this.text.slice(this.#at);
    this.#at = this.text.length;
    return rest;
  }

  fail(expectation: string): never {
    const found = this.isAtEnd() ? "unexpected end of input" : `unexpected "${this.text[this.#at] ?? ""}"`;
    throw parseError(this.#kind, this.text, this.#at + 1, `${found} ${expectation}`);
  }
}

/** Deeper nesting than any query needs; without a bound, a request could use up the stack. */
export const MAX_DEPTH = 32;

// A hyphen belongs to a name unless it begins a JSON arrow.
const NAME = /(?:[^\s,()":.\-!*&>][^,()":.\-!*&>]*|-(?!>))+/uy;

const JSON_INDEX = /-?\d+(?=->|::|[.,)]|$)/y;
const JSON_KEY = /(?:[^(\-:.,>)]|-(?!>))+/uy;

export interface FieldPath {
  column: string;
  json: readonly { arrow: "->" | "->>"; key: string }[];
}

/** An identifier, quoted or plain. */
export function readName(reader: TextReader): string {
  const name = reader.quoted() ?? reader.match(NAME)?.trim();
  // A NUL would end the statement's text on the wire.
  if (name === undefined || name === "" || name.includes("\0")) reader.fail("expecting field name");
  return name;
}

/** A column with the JSON path into it: `data->items->0->>name`. */
export function readFieldPath(reader: TextReader): FieldPath {
  const column = readName(reader);
  const json: { arrow: "->" | "->>"; key: string }[] = [];
  for (;;) {
    const arrow = reader.skip("->>") ? "->>" : reader.skip("->") ? "->" : undefined;
    if (!arrow) return { column, json };
    const key = reader.quoted() ?? reader.match(JSON_INDEX) ?? reader.match(JSON_KEY)?.trim();
    if (key === undefined || key.includes("\0")) reader.fail("expecting a key or an index");
    json.push({ arrow, key });
  }
}
