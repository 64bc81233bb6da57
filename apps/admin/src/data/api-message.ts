import { z } from "zod";

const withMessage = z.object({ message: z.string().min(1) });

/** What went wrong, in the words of whoever refused: the API's, the network's, or our own. */
export function apiMessage(error: unknown): string {
  if (isUnreachable(error)) return "The API could not be reached. Check the connection and try again.";
  // Not only errors: an answer that was not thrown is a plain object.
  const said = withMessage.safeParse(error);
  return said.success ? said.data.message : "The API refused without saying why.";
}

/** Nobody answered. supabase-js puts what fetch threw into an answer whose message begins with its name. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof TypeError) return true;
  const said = withMessage.safeParse(error);
  return !(error instanceof Error) && said.success && said.data.message.startsWith("TypeError");
}
