import { useSyncExternalStore } from "react";

const KEY = "spool.jobs-list";

/** Notes which list the reader looks at: its filter as it stands in the address. */
export function rememberList(search: string): void {
  try {
    sessionStorage.setItem(KEY, search);
  } catch {
    // Then a job's page leads back to the whole list.
  }
}

const never = () => () => undefined;

/** The filter of the list from which the reader came in this tab, as search parameters. Null for none. */
export function useRememberedList(): string | null {
  return useSyncExternalStore(never, read, () => null);
}

function read(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}
