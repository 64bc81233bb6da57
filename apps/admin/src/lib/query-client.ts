import { QueryClient } from "@tanstack/react-query";

/** What the server fetched for a page is not fetched again before the page has joined its live topics. */
const FRESH_MS = 10_000;
const RETRIES = 2;

export const createQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_MS,
        // The server does not keep a reader waiting: the browser tries again.
        retry: typeof window === "undefined" ? 0 : RETRIES,
        // What the browser believes of the network says nothing about an API on the same machine.
        networkMode: "always",
      },
      mutations: { networkMode: "always" },
    },
  });
