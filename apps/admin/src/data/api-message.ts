/** What went wrong, in the words of whoever refused: the API's, the network's, or our own. */
export function apiMessage(error: unknown): string {
  if (error instanceof TypeError) return "The API could not be reached. Check the connection and try again.";
  if (error instanceof Error && error.message !== "") return error.message;
  return "The API refused without saying why.";
}
