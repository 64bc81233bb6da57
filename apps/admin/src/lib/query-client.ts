import { QueryClient } from "@tanstack/react-query";

/** What the server fetched for a page is not fetched again before the page has joined its live topics. */
const FRESH_MS = 10_000;

export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: { staleTime: FRESH_MS, retry: 2, refetchOnWindowFocus: true },
    },
  });
