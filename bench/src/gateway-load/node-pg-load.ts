import pg from "pg";
import { answerRuns, newNote, randomId } from "./answer-runs.ts";

/** The statements of the gateway in a person's own words: the same rows, as JSON made by Postgres. */
const READ = {
  name: "read",
  text: "select coalesce(json_agg(_row), '[]')::text as body from (select * from public.bench_notes where id = $1 limit 1000) as _row",
};
const INSERT = {
  name: "insert",
  text:
    "insert into public.bench_notes (title, body) " +
    "select title, body from json_to_record($1::json) as _body(title text, body jsonb)",
};
/** What the gateway tells the database about a request, and PostgREST too. */
const SETTINGS =
  "select set_config('role', $1, true), set_config('request.jwt.claims', $2, true), " +
  "set_config('request.headers', $3, true), set_config('request.cookies', '{}', true), " +
  "set_config('request.method', $4, true), set_config('request.path', '/bench_notes', true), " +
  "set_config('statement_timeout', '8s', true)";

await answerRuns(async ({ kind, databaseUrl, publishableKey, accessToken, rows }) => {
  const isPipelined = kind === "node-pg-pipelined";
  const client = new pg.Client({ connectionString: databaseUrl, pipeline: isPipelined });
  await client.connect();
  const claims = Buffer.from(accessToken.split(".")[1] ?? "", "base64url").toString();
  const headers = JSON.stringify({
    host: "127.0.0.1",
    apikey: publishableKey,
    accept: "*/*",
    "user-agent": "bench",
  });

  return async (operation) => {
    const isRead = operation === "read";
    const id = randomId(rows);
    const queries: pg.QueryConfig[] = [
      { text: isRead ? "begin read only" : "begin" },
      {
        name: "settings",
        text: SETTINGS,
        values: ["authenticated", claims, headers, isRead ? "GET" : "POST"],
      },
      isRead ? { ...READ, values: [id] } : { ...INSERT, values: [newNote()] },
      { text: "commit" },
    ];
    const ask = (query: pg.QueryConfig) => client.query<{ body?: string }>(query);
    const results: pg.QueryResult<{ body?: string }>[] = [];
    if (isPipelined) results.push(...(await Promise.all(queries.map(ask))));
    else for (const query of queries) results.push(await ask(query));
    const answer = results[2];
    if (isRead ? !answer?.rows[0]?.body?.includes(`"id":${id},`) : answer?.rowCount !== 1) {
      throw new Error("The peer read or wrote something else");
    }
  };
});
