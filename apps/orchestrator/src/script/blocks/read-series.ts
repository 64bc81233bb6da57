import type { SceneContent } from "@spool/contracts/scene-content";
import type { Table } from "./read-table.ts";

type Chart = Omit<Extract<SceneContent, { kind: "chart" }>, "kind" | "heading">;

const LABELS_MAX = 12;
const LABEL_MAX_CHARACTERS = 28;
const PIE_MAX_PARTS = 6;

/**
 * The chart that a table is: labels in its first column, and numbers of one unit in all the others. null when it is
 * none, and then it is shown as the table that it is. Nothing is computed: every value is one of the table's.
 */
export function chartOf({ header, rows }: Table): Chart | null {
  const columns = (rows[0]?.length ?? 0) - 1;
  if (columns < 1 || columns > 3 || rows.length < 3 || rows.length > LABELS_MAX) return null;
  const labels = rows.map(([label = ""]) => label);
  if (labels.some((label) => label === "" || label.length > LABEL_MAX_CHARACTERS)) return null;
  // A total among its parts would dwarf them.
  if (labels.some((label) => /^(grand )?(total|sum|overall|कुल|المجموع)$/i.test(label))) return null;

  const units = new Set<string>();
  const series = Array.from({ length: columns }, (_column, index) => {
    const name = header[index + 1] ?? "";
    const inHeader = /\(([^()]{1,12})\)\s*$/.exec(name)?.[1];
    const values = rows.map((row) => {
      const cell = row[index + 1] ?? "";
      if (/^[-–—]?$/.test(cell.trim())) return null;
      const read = readQuantity(cell);
      if (read === null) return undefined;
      units.add(read.unit === "" ? (inHeader ?? "") : read.unit);
      return read.value;
    });
    return { name: name.replace(/\s*\([^()]*\)\s*$/, ""), values };
  });
  const isWhole = series.every(({ values }) => values.every((value) => value !== undefined));
  const [unit = ""] = units;
  if (!isWhole || units.size !== 1) return null;
  const whole = series.map(({ name, values }) => ({ name, values: values.map((value) => value ?? null) }));
  return { chart: kindOf(labels, whole, unit), unit: unit === "" ? null : unit, labels, series: whole };
}

/** A number with what it counts: `₹1,25,000 crore`, `12.5 %`, `-3 °C`. null when there is anything else in the cell. */
export function readQuantity(cell: string): { value: number; unit: string } | null {
  const match =
    /^([₹$€£¥])?\s*([-−–+]?)\s*(\d{1,3}(?:[, ]\d{3})+|\d{1,3}(?:,\d{2})+,\d{3}|\d+)(\.\d+)?\s*(%|°\s?[CF]|[\p{L}/²³.]{1,12}(?: [\p{L}]{1,10})?)?$/u.exec(
      cell.trim(),
    );
  if (match === null) return null;
  const [, currency = "", sign = "", whole = "", fraction = "", unit = ""] = match;
  const value =
    Number(whole.replace(/[, ]/g, "") + fraction) * (sign === "-" || sign === "−" || sign === "–" ? -1 : 1);
  return Number.isFinite(value) ? { value, unit: `${currency}${currency && unit ? " " : ""}${unit}` } : null;
}

/** A line joins what follows in time, a pie is what together makes a hundred, and bars are for the rest. */
function kindOf(labels: readonly string[], series: Chart["series"], unit: string): Chart["chart"] {
  const times = labels.map(timeOf);
  const isOrdered = times.every(
    (time, index) => time !== null && (index === 0 || time > (times[index - 1] ?? time)),
  );
  if (isOrdered && labels.length >= 4) return "line";
  const values = series[0]?.values.map((value) => value ?? 0) ?? [];
  const sum = values.reduce((total, value) => total + value, 0);
  const arePositive = values.every((value) => value > 0);
  if (
    series.length === 1 &&
    unit === "%" &&
    arePositive &&
    Math.abs(sum - 100) <= 1 &&
    values.length <= PIE_MAX_PARTS
  )
    return "pie";
  return "bar";
}

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** A label that is a year, a financial year, a month or a month with its year, as a number that grows with time. */
function timeOf(label: string): number | null {
  const year = /^(1[5-9]|20)\d{2}(?=$|[-–/]\d{2,4}$)/.exec(label.trim());
  if (year !== null) return Number(year[0]);
  const month = /^([a-z]{3})[a-z]*\.?(?:\s+(\d{4}))?$/i.exec(label.trim());
  const index = MONTHS.indexOf(month?.[1]?.toLowerCase() ?? "");
  return index < 0 ? null : Number(month?.[2] ?? 0) * 12 + index;
}
