/**
 * Writes packages/db/src/database.types.ts with the Supabase CLI, from a database with every migration applied.
 *
 * With `--check` it fails when the file is not what the CLI prints now.
 */
import { generateDatabaseTypes } from "@spool/testing/supabase-cli";
import { databaseUrl, startTestCluster } from "@spool/testing/test-cluster";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FILE = new URL("../packages/db/src/database.types.ts", import.meta.url);

const { cluster, stop } = await startTestCluster();
try {
  const wanted = await generateDatabaseTypes(databaseUrl(cluster, "postgres", cluster.template), ROOT);
  if (process.argv.includes("--check")) {
    if ((await readFile(FILE, "utf8")) !== wanted) {
      console.error("packages/db/src/database.types.ts is stale. Run: node scripts/generate-types.ts");
      process.exitCode = 1;
    }
  } else {
    await writeFile(FILE, wanted);
  }
} finally {
  await stop();
}
