"use client";

import { Button } from "@spool/ui/button";
import { EmptyState, Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { mayOperateInstance } from "../../../../data/account/may-operate.ts";
import { sitesQuery, type Site } from "../../../../data/sites/sites-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { QueryError } from "../../_components/query-error.tsx";
import { SiteDialog } from "./site-dialog.tsx";
import { SiteRow } from "./site-row.tsx";

/** The member sites: where their storage is mounted, and how a node found it last. */
export function SitesView() {
  const { data: sites, error, refetch } = useQuery(sitesQuery(useSupabase()));
  const [edited, setEdited] = useState<Site | "new" | null>(null);
  const mayChange = mayOperateInstance(useAccount());
  const newButton = mayChange && (
    <Button onClick={() => setEdited("new")}>
      <Plus aria-hidden="true" className="size-4" />
      New site
    </Button>
  );
  return (
    <main className="p-4 sm:p-6">
      {sites === undefined ? (
        error === null ? (
          <Skeleton className="h-64 w-full" />
        ) : (
          <QueryError what="The sites" error={error} onRetry={refetch} />
        )
      ) : (
        <>
          <div className="mb-3 flex justify-end empty:hidden">{sites.length > 0 && newButton}</div>
          <div className="rounded-lg border bg-surface">
            {sites.length === 0 ? (
              <EmptyState action={newButton}>
                No sites yet. A site is a place with storage of its own, which its nodes see under one folder.
              </EmptyState>
            ) : (
              <ul className="divide-y">
                {sites.map((site) => (
                  <SiteRow key={site.id} site={site} onEdit={() => setEdited(site)} />
                ))}
              </ul>
            )}
          </div>
        </>
      )}
      {edited !== null && (
        <SiteDialog site={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
      )}
    </main>
  );
}
