import pg from "pg";

export interface Table {
  schema: string;
  name: string;
  /** Those that are stored: generated ones come back by themselves. */
  columns: string[];
}

export interface Sequence {
  schema: string;
  name: string;
}

/**
 * What is left out: Postgres's own, messages on their way (to send them again would be wrong), and what every start
 * writes anew.
 */
const LEFT_OUT = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'supabase_migrations')
  and (n.nspname, c.relname) <> ('realtime', 'messages')`;

/** Every table with rows of its own, partitions included, by name. */
export async function listTables(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(`
    select n.nspname as schema, c.relname as name,
      coalesce((
        select json_agg(a.attname order by a.attnum) from pg_catalog.pg_attribute as a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      ), '[]') as columns
    from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where c.relkind = 'r' and c.relpersistence <> 't' and ${LEFT_OUT}
    order by 1, 2`);
  return rows;
}

export async function listSequences(client: pg.ClientBase): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(`
    select n.nspname as schema, c.relname as name
    from pg_catalog.pg_class as c join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where c.relkind = 'S' and ${LEFT_OUT}
    order by 1, 2`);
  return rows;
}

export async function listMigrations(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ version: string }>(
    "select version from supabase_migrations.schema_migrations order by version",
  );
  return rows.map(({ version }) => version);
}

export const nameSql = ({ schema, name }: { schema: string; name: string }): string =>
  `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;

export const tableSql = (table: Table): string =>
  `${nameSql(table)} (${table.columns.map((column) => pg.escapeIdentifier(column)).join(", ")})`;
