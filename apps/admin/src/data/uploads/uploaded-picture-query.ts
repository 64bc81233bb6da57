import { UPLOADS_BUCKET } from "@spool/contracts/picture-source";
import { queryOptions } from "@tanstack/react-query";
import type { BrowserSupabase } from "../../lib/supabase-browser.tsx";

/** The bytes of an upload, which never change; null when it is gone, or of a project that is not the reader's. */
export const uploadedPictureQuery = (supabase: BrowserSupabase, objectName: string) =>
  queryOptions({
    queryKey: ["uploaded-picture", objectName] as const,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const path = objectName.split("/").map(encodeURIComponent).join("/");
      const response = await supabase.fetch(`/storage/v1/object/${UPLOADS_BUCKET}/${path}`, { signal });
      if (response.ok) return await response.blob();
      if (response.status < 500) return null;
      throw new Error(`Storage answered ${response.status}: ${await response.text()}`);
    },
  });
