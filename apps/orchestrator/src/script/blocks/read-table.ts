export interface Table {
  /** Empty when the source has none. */
  header: string[];
  rows: string[][];
}

const RULE = /^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$/;
const COLUMNS_MAX = 8;

/** The table that begins at a line: Markdown, or at least three lines with the same number of tabs or commas. */
export function readTable(lines: readonly string[], at: number): { table: Table; lineCount: number } | null {
  return markdownAt(lines, at) ?? separatedAt(lines, at, "\t") ?? separatedAt(lines, at, ",");
}

/** The table that a whole text is; null when it is none. */
export function readWholeTable(text: string): Table | null {
  const lines = text
    .replace(/\r\n?/g, "\n")
    .split("\n")
    .filter((line) => line.trim() !== "");
  const found = markdownAt(lines, 0) ?? separatedAt(lines, 0, "\t", 2) ?? separatedAt(lines, 0, ",", 2);
  return found !== null && found.lineCount === lines.length ? found.table : null;
}

function markdownAt(lines: readonly string[], at: number): { table: Table; lineCount: number } | null {
  if (!(lines[at] ?? "").includes("|") || !RULE.test(lines[at + 1] ?? "")) return null;
  const header = pipedCells(lines[at] ?? "");
  const body: string[][] = [];
  for (const line of lines.slice(at + 2)) {
    if (!line.includes("|")) break;
    body.push(pipedCells(line));
  }
  if (header.length < 2 || body.length === 0) return null;
  // A row that lacks cells is filled; what is too much stays in the last cell.
  const rows = body.map((cells) => header.map((_name, column) => cells[column] ?? ""));
  return { table: { header, rows }, lineCount: body.length + 2 };
}

const pipedCells = (line: string): string[] =>
  line
    .trim()
    .replace(/^\||\|$/g, "")
    .split(/(?<!\\)\|/)
    .map((cell) => cell.replaceAll("\\|", "|").trim());

/** Lines of prose have commas too: a comma-separated table has short cells, no blank after its commas, and three lines. */
function separatedAt(
  lines: readonly string[],
  at: number,
  separator: "\t" | ",",
  linesMin = 3,
): { table: Table; lineCount: number } | null {
  const cellsOf = (line: string) => (separator === "," ? csvCells(line) : line.split("\t"));
  const width = cellsOf(lines[at] ?? "").length;
  if (width < 2 || width > COLUMNS_MAX) return null;
  const table: string[][] = [];
  for (const line of lines.slice(at)) {
    const cells = cellsOf(line);
    if (cells.length !== width || (separator === "," && linesMin > 2 && !looksLikeCsv(line, cells))) break;
    table.push(cells.map((cell) => cell.trim()));
  }
  const [header, ...rows] = table;
  if (header === undefined || table.length < linesMin) return null;
  const isHeader = header.every((cell) => !/^[\d.,%₹$€£ -]+$/.test(cell) || cell === "");
  return {
    table: isHeader ? { header, rows } : { header: [], rows: table },
    lineCount: table.length,
  };
}

const looksLikeCsv = (line: string, cells: readonly string[]) =>
  !/,\s/.test(line.replace(/"[^"]*"/g, "")) &&
  cells.every((cell) => cell.length <= 60) &&
  !/[.!?]$/.test(line);

/** One line of CSV; quoted cells may hold commas and doubled quotes (RFC 4180). */
function csvCells(line: string): string[] {
  const cells: string[] = [];
  for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? "");
  }
  return cells;
}
