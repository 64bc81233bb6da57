/** Part of an object. `end` is the last byte's offset, included. */
export interface ByteRange {
  start: number;
  end: number;
}

const BYTES_UNIT = /^bytes\s*=\s*(.*)$/i;
const ONE_RANGE = /^(\d*)-(\d*)$/;

/**
 * What a `Range` header asks of an object of that many bytes.
 *
 * `"whole"` when the header is to be ignored, as HTTP asks for anything malformed and as object stores do for several
 * ranges at once; `"unsatisfiable"` when it is well formed and lies outside.
 */
export function parseRange(
  header: string | undefined,
  sizeBytes: number,
): ByteRange | "whole" | "unsatisfiable" {
  const spec = header === undefined ? undefined : BYTES_UNIT.exec(header.trim())?.[1]?.trim();
  const match = spec === undefined ? null : ONE_RANGE.exec(spec);
  const [, first = "", last = ""] = match ?? [];
  if (first === "" && last === "") return "whole";

  if (first === "") {
    const suffixBytes = Number(last);
    if (suffixBytes === 0 || sizeBytes === 0) return "unsatisfiable";
    return { start: Math.max(0, sizeBytes - suffixBytes), end: sizeBytes - 1 };
  }
  const start = Number(first);
  const end = last === "" ? Infinity : Number(last);
  if (end < start) return "whole";
  if (start >= sizeBytes) return "unsatisfiable";
  return { start, end: Math.min(end, sizeBytes - 1) };
}
