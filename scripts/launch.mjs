// The one file that the machine's own Node runs (20 or newer, nothing installed yet).
// It installs what is missing and hands over to the Node 24 of node_modules.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const COMMANDS = {
  start: "scripts/start.ts",
  stack: "scripts/stack.ts",
  demo: "scripts/demo.ts",
  test: "scripts/test.ts",
  "test:rls": "scripts/test-rls.ts",
  verify: "scripts/verify.ts",
  bench: "bench/src/main.ts",
  chaos: "scripts/chaos.ts",
  samples: "scripts/samples.ts",
  revideo: "scripts/revideo.ts",
  screenshots: "e2e/screenshots.ts",
};
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const [command, ...rest] = process.argv.slice(2);

if (!Object.hasOwn(COMMANDS, command ?? "")) {
  console.error(`Usage: npm run ${Object.keys(COMMANDS).join("|")} [-- options]`);
  process.exit(2);
}

installWhatIsMissing();

const node = path.join(
  root,
  "node_modules",
  "node",
  "bin",
  process.platform === "win32" ? "node.exe" : "node",
);
const child = spawn(node, [path.join(root, COMMANDS[command]), ...rest], {
  cwd: root,
  stdio: "inherit",
  env: {
    ...process.env,
    PATH: [path.dirname(node), path.join(root, "node_modules", ".bin"), process.env.PATH].join(
      path.delimiter,
    ),
  },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  // A terminal signals the whole group, a process manager only us: passing it on serves both, and the child ignores a repeat.
  process.on(signal, () => child.kill(signal));
}
child.on("exit", (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));

/** `npm ci`, unless what is installed is what the lock file says. Its output goes to stderr: stdout belongs to the command. */
function installWhatIsMissing() {
  const lockHash = createHash("sha256")
    .update(readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
  const stamp = path.join(root, "node_modules", ".spool-installed");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lockHash) return;

  console.error("Installing dependencies (about a minute) …");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error", "--json=false"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    console.error("npm ci failed: see its messages above. Spool needs npm and a reachable npm registry.");
    process.exit(1);
  }
  writeFileSync(stamp, lockHash);
}
