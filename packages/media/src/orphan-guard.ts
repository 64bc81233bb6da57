import { spawn } from "node:child_process";
import { Socket } from "node:net";
import type { Writable } from "node:stream";

/**
 * Reads which process groups there are and which have ended, one a line, until its input ends. That is when whoever
 * writes to it has ended, however it did: what is left on the list then is killed.
 */
const SCRIPT = `
groups=
while read -r sign group; do
  kept=
  for each in $groups; do [ "$each" = "$group" ] || kept="$kept $each"; done
  groups=$kept
  [ "$sign" = + ] && groups="$groups $group"
done
for each in $groups; do kill -KILL "-$each"; done
`;

const watched = new Set<number>();
let guardInput: Writable | undefined;

/**
 * Sees to it that a detached child does not outlive this process, not even when this is killed outright: a child that
 * reads from a file would work on to its end, for nobody. By a shell of a few hundred KB that waits beside this process.
 *
 * Call the returned function when the child is gone.
 */
export function guardOrphan(groupId: number): () => void {
  watched.add(groupId);
  guardInput ??= startGuard();
  guardInput.write(`+ ${groupId}\n`);
  return () => {
    watched.delete(groupId);
    guardInput?.write(`- ${groupId}\n`);
  };
}

function startGuard(): Writable {
  // Detached, so that what is sent to the group of this process does not end it first.
  const guard = spawn("/bin/sh", ["-c", SCRIPT], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  guard.unref();
  const input = guard.stdin;
  if (input instanceof Socket) input.unref(); // it must not keep us alive either
  for (const group of watched) input.write(`+ ${group}\n`);
  const forget = () => {
    if (guardInput === input) guardInput = undefined; // the next child starts another
  };
  guard.on("error", forget);
  input.on("error", forget);
  input.on("close", forget);
  return input;
}
