import type pg from "pg";

/** A statement with parameters. Named ones are prepared once a connection. */
export interface NamedStatement {
  text: string;
  values?: readonly unknown[] | undefined;
  /** Stands for this text alone, in the whole process. */
  name?: string | undefined;
}

/** Column by column, as Postgres wrote it. */
export type TextRow = Record<string, string | null>;

/**
 * Runs statements as one transaction in a single round trip, and gives the rows of the last.
 *
 * Everything up to the protocol's Sync is one implicit transaction, so there is no begin and no commit to send and to
 * wait for. Rejects with the first error, and then nothing has happened.
 */
export function inOneTrip(client: pg.ClientBase, statements: readonly NamedStatement[]): Promise<TextRow[]> {
  return new Promise((resolve, reject) => {
    client.query(new OneTrip(statements, resolve, reject));
  });
}

/** The columns of the statements that a connection has prepared, by the statement's name. */
const preparedOn = new WeakMap<pg.Connection, Map<string, string[]>>();

/** Speaks with `pg.Client` through the interface that pg-cursor and pg-query-stream use. */
class OneTrip implements pg.Submittable {
  readonly #statements: readonly NamedStatement[];
  readonly #resolve: (rows: TextRow[]) => void;
  readonly #reject: (error: Error) => void;
  /** Of each statement. */
  #columns: string[][] = [];
  #current = 0;
  #rows: TextRow[] = [];
  #prepared: Map<string, string[]> | undefined;

  constructor(
    statements: readonly NamedStatement[],
    resolve: (rows: TextRow[]) => void,
    reject: (error: Error) => void,
  ) {
    this.#statements = statements;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  submit(connection: pg.Connection): void {
    const prepared = preparedOn.get(connection) ?? new Map<string, string[]>();
    preparedOn.set(connection, prepared);
    this.#prepared = prepared;
    connection.stream.cork();
    try {
      for (const [index, { text, name = "", values = [] }] of this.#statements.entries()) {
        const columns = prepared.get(name);
        if (!columns) {
          // A transaction that failed may have prepared it without our knowing.
          if (name !== "") connection.close({ type: "S", name }, true);
          connection.parse({ text, name, types: [] }, true);
        }
        this.#columns[index] = columns ?? [];
        connection.bind({ statement: name, values: values.map(parameterText) }, true);
        if (!columns) connection.describe({ type: "P", name: "" }, true);
        connection.execute({}, true);
      }
      connection.sync();
    } finally {
      connection.stream.uncork();
    }
  }

  handleRowDescription({ fields }: { fields: { name: string }[] }): void {
    this.#columns[this.#current] = fields.map(({ name }) => name);
  }

  handleDataRow({ fields }: { fields: (string | null)[] }): void {
    if (this.#current < this.#statements.length - 1) return;
    const row: TextRow = {};
    this.#columns[this.#current]?.forEach((name, index) => (row[name] = fields[index] ?? null));
    this.#rows.push(row);
  }

  handleCommandComplete(): void {
    this.#current += 1;
  }

  handleError(error: Error): void {
    this.#reject(error);
  }

  handleReadyForQuery(): void {
    for (const [index, { name }] of this.#statements.entries()) {
      if (name !== undefined) this.#prepared?.set(name, this.#columns[index] ?? []);
    }
    this.#resolve(this.#rows);
  }
}

/** As Postgres reads it: text, null, or an array of texts. */
function parameterText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (!Array.isArray(value)) return typeof value === "string" ? value : JSON.stringify(value);
  const items = value.map((item) => {
    const text = parameterText(item);
    return text === null ? "NULL" : `"${text.replaceAll(/[\\"]/g, "\\$&")}"`;
  });
  return `{${items.join(",")}}`;
}
