import { startCluster } from "./cluster.ts";
import type { DatabasePasswords } from "./database-roles.ts";

// Run by cluster.test.ts as a process that can be killed.
const [, , dataDir = "", passwords = ""] = process.argv;
const cluster = await startCluster({
  dataDir,
  port: 0,
  passwords: JSON.parse(passwords) as DatabasePasswords,
  settings: { fsync: "off" },
});
process.send?.({ dataFolder: cluster.dataFolder, url: cluster.url("supabase_admin", "postgres") });
