import { QueryClient } from "@tanstack/react-query";

/** What the server fetched for a page is not fetched again before the page has joined its live topics. */
const FRESH_MS = 10_000;
const RETRIES = 2;

export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      // The server does not keep a reader waiting: the browser tries again.
      queries: { staleTime: FRESH_MS, retry: typeof window === "undefined" ? 0 : RETRIES },
    },
  });
