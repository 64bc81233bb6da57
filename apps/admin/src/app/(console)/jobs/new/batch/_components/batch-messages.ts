import type { BadRow, BatchPlan, BatchRow } from "./batch-rows.ts";

/** What the page asks of the worker that holds the file, and what each question is answered with. */
export interface BatchQuestions {
  read: {
    ask: { file: File };
    answer: { columns: string[]; rowCount: number; sample: Readonly<Record<string, unknown>>[] };
  };
  check: {
    ask: { plan: BatchPlan };
    answer: { goodCount: number; badCount: number; bad: BadRow[]; fingerprint: string };
  };
  /** The next jobs to submit. Fewer than asked for at the end. */
  take: { ask: { from: number; count: number }; answer: { rows: BatchRow[] } };
  /** All rows that are not submitted, as a table with their lines and problems. */
  badTable: { ask: { refused: readonly RefusedRow[] }; answer: { csv: string } };
}

/** A row that the database refused although it looked right. */
export interface RefusedRow {
  line: number;
  reason: string;
}

export type BatchQuestion = keyof BatchQuestions;

export interface Asked<Question extends BatchQuestion = BatchQuestion> {
  id: number;
  question: Question;
  ask: BatchQuestions[Question]["ask"];
}

export type Answered = { id: number } & (
  { answer: BatchQuestions[BatchQuestion]["answer"] } | { error: string }
);
