import { storyboardSchema } from "@spool/contracts/storyboard";
import { queryOptions } from "@tanstack/react-query";

/** The plan of a video, from its file. `path` names it; the address changes with every signature. Null for one of another version. */
export const storyboardQuery = (path: string, url: string | null | undefined) =>
  // eslint-disable-next-line @tanstack/query/exhaustive-deps -- a path has one content, under whichever address
  queryOptions({
    queryKey: ["storyboard", path] as const,
    enabled: url != null,
    // A file is never written twice under one key.
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const response = await fetch(url ?? "", { signal });
      if (!response.ok) throw new Error(`The storyboard's file was answered with ${response.status}.`);
      return storyboardSchema.safeParse(await response.json()).data ?? null;
    },
  });
