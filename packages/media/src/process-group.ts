/** How long a child may take to end itself after SIGTERM. ffmpeg closes its file in well under a second. */
const GRACE_MS = 3_000;

/**
 * Ends a detached child and everything it started: SIGTERM to its process group, SIGKILL three seconds later.
 *
 * Call the returned function when the child is gone; it stops the timer and reaps what outlived the leader.
 */
export function endProcessGroup(pid: number): () => void {
  signalGroup(pid, "SIGTERM");
  const timer = setTimeout(() => signalGroup(pid, "SIGKILL"), GRACE_MS);
  return () => {
    clearTimeout(timer);
    signalGroup(pid, "SIGKILL");
  };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return; // all of them have ended
    throw error;
  }
}
