import { chartOf } from "../blocks/read-series.ts";
import { liftMath, lowerMath } from "../blocks/inline-math.ts";
import type { Table } from "../blocks/read-table.ts";
import type { ReadingRules } from "../reading-rules.ts";
import type { Shape } from "../unit.ts";
import { comparisonShape } from "./comparison.ts";

/** Longer ones are shown, announced by their heading, and not read out. */
const READ_ROWS_MAX = 6;
const READ_LABELS_MAX = 8;
const CELL_MAX_CHARACTERS = 300;

/** A first column that names what is compared. */
const ASPECT = /^(?:|feature|basis|aspect|property|point|criteri\w*|आधार|विशेषता|وجه المقارنة|الخاصية)$/iu;

interface TableRules extends Pick<ReadingRules, "clean" | "isComparing"> {
  heading: string | null;
}

/** A table as a chart, when it is a series of numbers with one unit, a comparison, or a table. Empty when it has no words. */
export function tableShape(raw: Table, { clean, isComparing, heading }: TableRules): Shape[] {
  const cell = (text: string): string => {
    const { text: lifted, formulas } = liftMath(clean(text.replace(/\*\*|__|`/g, ""), false));
    return lowerMath(lifted, formulas).text.slice(0, CELL_MAX_CHARACTERS);
  };
  const table: Table = { header: raw.header.map(cell), rows: raw.rows.map((row) => row.map(cell)) };
  if (!table.rows.some((row) => row.some((text) => text !== ""))) return [];
  const shape =
    chartShape(table, heading) ?? (isComparing ? compared(table, heading) : null) ?? plain(table, heading);
  return [shape];
}

function chartShape(table: Table, heading: string | null): Shape | null {
  const chart = chartOf(table);
  if (chart === null) return null;
  const { labels, series, unit } = chart;
  const isRead = labels.length <= READ_LABELS_MAX;
  const utterances = series.map(({ name, values }, index) => {
    const read = labels.map((label, at) => `${label} ${quantity(values[at] ?? null, unit)}`).join(", ");
    const title = series.length > 1 || name !== "" ? name : (heading ?? "");
    return { text: !isRead ? title : title === "" ? `${read}.` : `${title}: ${read}.`, revealsUpTo: index };
  });
  return {
    content: { kind: "chart", heading: heading ?? headingOf(series), ...chart },
    kicker: "data",
    utterances: utterances.filter(({ text }) => text !== ""),
    rest: { minSeconds: isRead ? 1 : 4, maxSeconds: 8 },
  };
}

/** A single series that has a name needs no other heading. */
const headingOf = (series: readonly { name: string }[]): string | null =>
  series.length === 1 ? (series[0]?.name ?? "") || null : null;

function quantity(value: number | null, unit: string | null): string {
  if (value === null) return "–";
  if (unit === null) return String(value);
  if (/^[₹$€£¥]/.test(unit)) return `${unit.charAt(0)}${value}${unit.slice(1)}`;
  return unit === "%" ? `${value}%` : `${value} ${unit}`;
}

function compared({ header, rows }: Table, heading: string | null): Shape | null {
  const column = (index: number) => rows.map((row) => row[index] ?? "");
  if (header.length === 2) {
    return comparisonShape(
      { title: header[0] ?? "", items: column(0) },
      { title: header[1] ?? "", items: column(1) },
      heading,
    );
  }
  if (header.length !== 3 || !ASPECT.test(header[0] ?? "")) return null;
  const side = (index: number) => ({
    title: header[index] ?? "",
    items: rows.map((row) => `${row[0] ?? ""}: ${row[index] ?? ""}`),
  });
  return comparisonShape(side(1), side(2), heading);
}

function plain({ header, rows }: Table, heading: string | null): Shape {
  const isRead = rows.length <= READ_ROWS_MAX;
  const read = rows.map((row, index) => ({ text: rowInWords(row, header), revealsUpTo: index }));
  const announced = heading === null ? [] : [{ text: heading, revealsUpTo: rows.length - 1 }];
  const restSeconds = Math.min(12, 2 + rows.length);
  return {
    content: { kind: "table", heading, header: [...header], rows: rows.map((row) => [...row]) },
    kicker: "data",
    utterances: isRead ? read : announced,
    rest: isRead ? null : { minSeconds: restSeconds, maxSeconds: restSeconds + 8 },
  };
}

function rowInWords([label = "", ...cells]: readonly string[], header: readonly string[]): string {
  const parts = cells.map((cell, index) => {
    const name = header[index + 1] ?? "";
    return cells.length > 1 && name !== "" ? `${name} ${cell}` : cell;
  });
  return `${label}: ${parts.join(", ")}.`;
}
