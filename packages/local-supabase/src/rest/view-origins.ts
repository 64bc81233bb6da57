/**
 * Where the columns of views come from, through views of views, as `<oid of the table>.<number of the column>`. What is
 * no view's column is its own origin.
 *
 * Postgres keeps it with the parsed query of each view, as text: the entries of its target list stand two braces deep,
 * those of subqueries deeper. Braces inside names are escaped.
 */
export function viewOrigins(
  views: readonly { oid: number; definition: string }[],
): (table: number, column: number) => string {
  const origins = new Map<string, readonly [table: number, column: number]>();
  for (const { oid, definition } of views) {
    let depth = 0;
    const entry = { resno: 0, resorigtbl: 0, resorigcol: 0 };
    for (const [token, field, value] of definition.matchAll(
      /\\.|[{}]|:(resno|resorigtbl|resorigcol) (\d+)/gs,
    )) {
      if (token === "{") depth += 1;
      else if (token === "}") depth -= 1;
      else if (depth === 2 && field !== undefined) {
        entry[field as keyof typeof entry] = Number(value); // the pattern allows no other
        if (field === "resorigcol" && entry.resorigtbl !== 0) {
          origins.set(`${oid}.${entry.resno}`, [entry.resorigtbl, entry.resorigcol]);
        }
      }
    }
  }
  return function originOf(table, column): string {
    const origin = origins.get(`${table}.${column}`);
    return origin ? originOf(...origin) : `${table}.${column}`;
  };
}
