/**
 * The steps of a derivation: the rows of an `align`, or the links of a chain of equations (`a = b = c`).
 * A row that begins with its relation is given the left side of the first one. One step for a single formula.
 */
export function formulaSteps(tex: string): string[] {
  const rows = rowsOf(tex);
  const [first = tex.trim()] = rows;
  if (rows.length > 1) {
    const left = splitAtTop(first, "=")[0]?.trim() ?? "";
    return rows.map((row, index) =>
      index > 0 && /^(=|\\(?:le|ge|approx)\b)/.test(row) ? `${left} ${row}` : row,
    );
  }
  const links = splitAtTop(first, "=").map((link) => link.trim());
  const [left = ""] = links;
  if (links.length < 3 || links.some((link) => link === "")) return [first];
  return links.slice(1).map((link) => `${left} = ${link}`);
}

const ALIGNED = /^\\begin\{(align\*?|aligned|gather\*?|gathered|eqnarray\*?|split)\}([\s\S]*)\\end\{\1\}$/;

function rowsOf(tex: string): string[] {
  const body = ALIGNED.exec(tex.trim())?.[2] ?? tex;
  // Rows of a matrix or of cases belong together.
  if (body.includes("\\begin{")) return [tex.trim()];
  return splitAtTop(body, "\\\\")
    .map((row) => row.replaceAll("&", " ").replace(/\s+/g, " ").trim())
    .filter((row) => row !== "");
}

/** Cuts at a mark wherever it stands outside of braces and `\left … \right`. */
function splitAtTop(tex: string, mark: string): string[] {
  const parts = [""];
  let depth = 0;
  for (let at = 0; at < tex.length; at += 1) {
    const rest = tex.slice(at, at + 6);
    if (rest.startsWith("\\left")) depth += 1;
    if (rest.startsWith("\\right")) depth -= 1;
    if (tex[at] === "{") depth += 1;
    if (tex[at] === "}") depth -= 1;
    if (depth === 0 && tex.startsWith(mark, at) && (mark !== "=" || tex[at - 1] !== "\\")) {
      parts.push("");
      at += mark.length - 1;
      continue;
    }
    // A command stays whole, so that `\\=` is not taken for a sign.
    const command =
      mark !== "\\\\" && tex[at] === "\\" ? (/^\\(?:[A-Za-z]+|.)/.exec(tex.slice(at))?.[0] ?? "") : "";
    parts.push(`${parts.pop() ?? ""}${command === "" ? (tex[at] ?? "") : command}`);
    if (command.length > 1) at += command.length - 1;
  }
  return parts;
}
