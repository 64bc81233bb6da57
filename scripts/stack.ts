import { parseArgs } from "node:util";
import { backUp, restore } from "./stack/backup.ts";
import { printKeys, printStatus } from "./stack/describe.ts";
import { reset, start, stop } from "./stack/lifecycle.ts";
import { runSql } from "./stack/sql.ts";
import { readSettings, SetupError } from "./platform/settings.ts";
import { runCommand } from "./platform/terminal.ts";

const USAGE = `Usage: npm run stack -- COMMAND, on the data folder that npm start uses too

  start [--detach]       Postgres and the Supabase API, until Ctrl-C; with --detach in the background
  stop                   ends a stack that runs, from any terminal
  status [--json]        whether it runs, where, who runs it, and how much it holds
  keys [--env|--json]    address, keys and database URLs
  sql ["select …"]       runs SQL as role postgres: the argument, --file PATH, or standard input; --json for rows
  backup FOLDER          everything the stack holds, while it runs
  restore FOLDER         puts it back into a stack that was reset; --force to replace what it holds
  reset [--yes]          removes all data and applies the migrations again; the keys stay`;

await runCommand(async () => {
  const { values, positionals } = parseArgs({
    options: {
      detach: { type: "boolean", default: false },
      env: { type: "boolean", default: false },
      file: { type: "string" },
      force: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      yes: { type: "boolean", default: false },
    },
    allowPositionals: true,
  });
  const [command = "", argument] = positionals;
  const settings = readSettings();
  if (settings.external !== null && command !== "") {
    throw new SetupError(
      "SUPABASE_URL names another Supabase, and this command is about the local one. Take SUPABASE_URL out of .env first.",
    );
  }
  switch (command) {
    case "start":
      return start(settings, values.detach);
    case "stop":
      return stop(settings);
    case "status":
      return printStatus(settings, values.json);
    case "keys":
      return printKeys(settings, values.json ? "json" : values.env ? "env" : "text");
    case "sql":
      return runSql(settings, argument, values);
    case "backup":
      return backUp(settings, argument);
    case "restore":
      return restore(settings, argument, values.force);
    case "reset":
      return reset(settings, values.yes);
    default:
      throw new SetupError(USAGE);
  }
});
