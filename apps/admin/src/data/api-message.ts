/** What went wrong, in the words of whoever refused: the API's, the network's, or our own. */
export function apiMessage(error: unknown): string {
  if (isUnreachable(error)) return "The API could not be reached. Check the connection and try again.";
  if (isDenied(error)) return "Your role does not allow this. An administrator can make you an operator.";
  // Not only errors: an answer that was not thrown is a plain object.
  return messageOf(error) ?? "The API refused without saying why.";
}

/** Nobody answered, or code of the console's own cannot be had. supabase-js puts what fetch threw into an answer whose message begins with its name. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof TypeError) return true;
  if (error instanceof Error && error.name === "ChunkLoadError") return true;
  return !(error instanceof Error) && messageOf(error)?.startsWith("TypeError") === true;
}

/** By a policy or a grant: Postgres names the table, which says nothing to whoever reads it. */
const isDenied = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "code" in error && error.code === "42501";

/** By hand: every page carries this before it can be used, and zod is a sixth of what a page may weigh. */
function messageOf(error: unknown): string | null {
  if (typeof error !== "object" || error === null || !("message" in error)) return null;
  return typeof error.message === "string" && error.message !== "" ? error.message : null;
}
