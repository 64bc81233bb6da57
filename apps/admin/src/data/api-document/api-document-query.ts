import { queryOptions } from "@tanstack/react-query";
import type { BrowserSupabase } from "../../lib/supabase-browser.tsx";
import { toOpenApi3 } from "./open-api-3.ts";

/** It changes with a migration. */
const FRESH_MS = 30 * 60_000;

/** What the REST server says of itself to the reader, as OpenAPI 3.0. */
export const apiDocumentQuery = (supabase: BrowserSupabase) =>
  queryOptions({
    queryKey: ["api-document"] as const,
    staleTime: FRESH_MS,
    queryFn: async ({ signal }) => {
      const response = await supabase.fetch("/rest/v1/", { signal });
      if (!response.ok)
        throw new Error(
          `The API answers ${response.status} to who asks for its document. Some projects give it to the secret key only.`,
        );
      return toOpenApi3(await response.json(), supabase.addressOf("/rest/v1"));
    },
  });
