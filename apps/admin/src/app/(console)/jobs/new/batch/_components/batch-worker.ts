/// <reference lib="webworker" />
import Papa from "papaparse";
import type { Answered, Asked, BatchQuestion, BatchQuestions } from "./batch-messages.ts";
import { checkRecords, type BadRow, type BatchRow } from "./batch-rows.ts";
import { contentKey } from "./content-key.ts";
import { readRecords, type FileContent } from "./read-records.ts";

/** Rows of the report that are shown; all of them are in its table. */
const REPORTED_ROWS = 200;
const SAMPLE_ROWS = 3;

let content: FileContent = { columns: [], records: [] };
let rows: BatchRow[] = [];
let bad: BadRow[] = [];

type Answers = {
  [Question in BatchQuestion]: (
    ask: BatchQuestions[Question]["ask"],
  ) => BatchQuestions[Question]["answer"] | Promise<BatchQuestions[Question]["answer"]>;
};

/** Holds the file, so that fifty thousand rows are read and checked without the page standing still. */
const ANSWERS: Answers = {
  async read({ file }) {
    content = readRecords(await file.text());
    return {
      columns: content.columns,
      rowCount: content.records.length,
      sample: content.records.slice(0, SAMPLE_ROWS).map(({ values }) => values),
    };
  },
  check({ plan }) {
    ({ rows, bad } = checkRecords(content.records, plan));
    return {
      goodCount: rows.length,
      badCount: bad.length,
      bad: bad.slice(0, REPORTED_ROWS),
      fingerprint: contentKey(rows.map(({ job }) => job.unique_key)),
    };
  },
  take: ({ from, count }) => ({ rows: rows.slice(from, from + count) }),
  badTable({ refused }) {
    const recordOfLine = new Map(content.records.map((record) => [record.line, record.values]));
    const lines = [
      ...bad.map(({ line, problems, values }) => ({ line, problem: problems.join("; "), values })),
      ...refused.map(({ line, reason }) => ({ line, problem: reason, values: recordOfLine.get(line) ?? {} })),
    ].toSorted((one, other) => one.line - other.line);
    return {
      csv: Papa.unparse(
        {
          fields: ["line", "problem", ...content.columns],
          data: lines.map(({ line, problem, values }) => [
            line,
            problem,
            ...content.columns.map((column) => cellOf(values[column])),
          ]),
        },
        { escapeFormulae: true },
      ),
    };
  },
};

const cellOf = (value: unknown): string =>
  value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);

addEventListener("message", ({ data }: MessageEvent<Asked>) => {
  // The question says which of the answers' shapes it is.
  const answer = ANSWERS[data.question] as (ask: unknown) => unknown;
  void Promise.resolve()
    .then(() => answer(data.ask))
    .then(
      (answered) => reply({ id: data.id, answer: answered as BatchQuestions[BatchQuestion]["answer"] }), // of ANSWERS
      (error: unknown) =>
        reply({ id: data.id, error: error instanceof Error ? error.message : String(error) }),
    );
});

const reply = (answered: Answered): void => postMessage(answered);
