import { readTable, type Table } from "./read-table.ts";

/** A stretch of a text by what it looks like. What it says is not touched here. */
export type Block =
  | { kind: "prose"; text: string }
  /** A title inside the text; `isIntro` when it only announces the list or table that follows ("It needs:"). */
  | { kind: "heading"; text: string; isIntro: boolean }
  | { kind: "list"; isOrdered: boolean; items: string[] }
  | { kind: "table"; table: Table }
  | { kind: "math"; tex: string }
  | { kind: "code"; language: string | null; code: string }
  | { kind: "quote"; text: string; source: string | null };

const FENCE = /^\s*(```+|~~~+)\s*([\w+#.-]*)\s*$/;
const ITEM = /^\s*(?:[-*•●▪·–]|(\(?\d{1,2}[.)]))\s+(\S.*)$/;
const HEADING = /^\s*#{1,6}\s+(\S.*?)#*\s*$/;
const QUOTED = /^\s*>\s?(.*)$/;
const CREDIT = /^\s*(?:—|–|--|-)\s*(\S.{0,120})$/;
const MATH_OPENINGS: readonly (readonly [string, string])[] = [
  ["$$", "$$"],
  ["\\[", "\\]"],
  ["\\begin{", ""],
];

/** Cuts a raw text into blocks, line by line, in their order. Nothing is lost but marks. */
export function readBlocks(raw: string): Block[] {
  const lines = raw.replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n").split("\n");
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length;) {
    const found = blockAt(lines, at);
    if (found === null) {
      addProse(blocks, lines[at] ?? "");
      at += 1;
      continue;
    }
    blocks.push(...found.blocks);
    at += found.lineCount;
  }
  return withIntros(blocks);
}

interface Found {
  blocks: Block[];
  lineCount: number;
}

function blockAt(lines: readonly string[], at: number): Found | null {
  return (
    fenceAt(lines, at) ??
    mathAt(lines, at) ??
    headingAt(lines, at) ??
    tableAt(lines, at) ??
    quoteAt(lines, at) ??
    listAt(lines, at)
  );
}

function fenceAt(lines: readonly string[], at: number): Found | null {
  const opening = FENCE.exec(lines[at] ?? "");
  if (opening === null) return null;
  const mark = opening[1] ?? "```";
  const end = lines.findIndex((line, index) => index > at && line.trim().startsWith(mark));
  if (end < 0) return null;
  const code = lines.slice(at + 1, end).join("\n");
  const language = opening[2] === "" ? null : (opening[2] ?? null);
  return {
    blocks: code.trim() === "" ? [] : [{ kind: "code", language, code }],
    lineCount: end - at + 1,
  };
}

/** A formula on lines of its own. What follows its end on the last line is prose again. */
function mathAt(lines: readonly string[], at: number): Found | null {
  const first = (lines[at] ?? "").trimStart();
  const opening = MATH_OPENINGS.find(([mark]) => first.startsWith(mark));
  if (opening === undefined) return null;
  const environment = /^\\begin\{([\w*]+)\}/.exec(first)?.[1];
  const [open] = opening;
  const close = environment === undefined ? opening[1] : `\\end{${environment}}`;
  let text = first.slice(environment === undefined ? open.length : 0);
  for (let end = at; end < lines.length; end += 1) {
    if (end > at) text += `\n${lines[end] ?? ""}`;
    const closed = text.indexOf(close);
    if (closed < 0) continue;
    const tex = text.slice(0, closed + (environment === undefined ? 0 : close.length)).trim();
    const rest = text
      .slice(closed + close.length)
      .replace(/^[\s.,;]+/, "")
      .trim();
    const blocks: Block[] = tex === "" ? [] : [{ kind: "math", tex }];
    if (rest !== "") blocks.push({ kind: "prose", text: rest });
    return { blocks, lineCount: end - at + 1 };
  }
  return null;
}

function headingAt(lines: readonly string[], at: number): Found | null {
  const text = HEADING.exec(lines[at] ?? "")?.[1]?.trim();
  if (text === undefined) return null;
  return { blocks: [{ kind: "heading", text, isIntro: false }], lineCount: 1 };
}

function tableAt(lines: readonly string[], at: number): Found | null {
  const found = readTable(lines, at);
  if (found === null) return null;
  return { blocks: [{ kind: "table", table: found.table }], lineCount: found.lineCount };
}

function quoteAt(lines: readonly string[], at: number): Found | null {
  const quoted: string[] = [];
  for (const line of lines.slice(at)) {
    const text = QUOTED.exec(line)?.[1];
    if (text === undefined) break;
    quoted.push(text.trim());
  }
  if (quoted.length === 0) return null;
  const quote = toQuote(quoted);
  return { blocks: quote === null ? [] : [quote], lineCount: quoted.length };
}

/** The words of a quote, and who said them when the last line begins with a dash. */
export function toQuote(lines: readonly string[]): Extract<Block, { kind: "quote" }> | null {
  const filled = lines.filter((line) => line.trim() !== "");
  const credit = filled.length > 1 ? CREDIT.exec(filled.at(-1) ?? "")?.[1]?.trim() : undefined;
  const text = (credit === undefined ? filled : filled.slice(0, -1)).join(" ").trim();
  return text === "" ? null : { kind: "quote", text, source: credit ?? null };
}

/** Two items or more; a single line that begins with a mark is a sentence. Indented lines belong to their item. */
function listAt(lines: readonly string[], at: number): Found | null {
  const items: string[] = [];
  let ordered = 0;
  let end = at;
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? "";
    const item = ITEM.exec(line);
    if (item !== null) {
      items.push(item[2]?.trim() ?? "");
      if (item[1] !== undefined) ordered += 1;
    } else if (items.length > 0 && /^\s{2,}\S/.test(line)) {
      items[items.length - 1] = `${items.at(-1) ?? ""} ${line.trim()}`;
    } else break;
  }
  if (items.length < 2) return null;
  return { blocks: [{ kind: "list", isOrdered: ordered === items.length, items }], lineCount: end - at };
}

function addProse(blocks: Block[], line: string): void {
  const last = blocks.at(-1);
  if (last?.kind === "prose") last.text += `\n${line}`;
  else if (line.trim() !== "") blocks.push({ kind: "prose", text: line });
}

const INTRO_MAX_CHARACTERS = 120;

/** A last line of prose that ends in a colon is the heading of the list or table below it. */
function withIntros(blocks: readonly Block[]): Block[] {
  return blocks.flatMap((block, index): Block[] => {
    const next = blocks[index + 1]?.kind;
    if (block.kind !== "prose" || (next !== "list" && next !== "table" && next !== "code")) return [block];
    const lines = block.text.trimEnd().split("\n");
    const last = lines.at(-1)?.trim() ?? "";
    if (!/[:：]$/.test(last) || last.length > INTRO_MAX_CHARACTERS) return [block];
    const before = lines.slice(0, -1).join("\n");
    const heading: Block = { kind: "heading", text: last.replace(/\s*[:：]$/, ""), isIntro: true };
    return before.trim() === "" ? [heading] : [{ kind: "prose", text: before }, heading];
  });
}
