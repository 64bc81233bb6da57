"use client";

import { Skeleton } from "@spool/ui/notice";
import { Tabs } from "@spool/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { lazyPart } from "../../../../lib/lazy-part.tsx";
import { apiDocumentQuery } from "../../../../data/api-document/api-document-query.ts";
import type { ConsoleConfig } from "../../../../lib/console-config.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { QueryError } from "../../_components/query-error.tsx";
import { Examples } from "./examples.tsx";

// It is large, and nobody but the readers of this page needs it.
const ApiReference = lazyPart(async () => (await import("./api-reference.tsx")).ApiReference, {
  loading: () => <Skeleton className="h-[70vh] w-full" />,
});

const TABS = ["examples", "reference"] as const;

/** How programs speak to Spool: examples to copy, and every table and function there is. */
export function ApiView({ config }: { config: ConsoleConfig }) {
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("examples"));
  return (
    <main className="p-4 pt-1 sm:p-6 sm:pt-2">
      <Tabs
        label="API"
        tabs={[
          { name: "examples", label: "Examples" },
          { name: "reference", label: "Reference" },
        ]}
        selected={tab}
        onSelect={(name) => void setTab(name)}
      >
        <div className="pt-4">{tab === "examples" ? <Examples config={config} /> : <Reference />}</div>
      </Tabs>
    </main>
  );
}

function Reference() {
  const { data, error, refetch } = useQuery(apiDocumentQuery(useSupabase()));
  if (data !== undefined) return <ApiReference document={data} />;
  if (error !== null) return <QueryError what="The document" error={error} onRetry={refetch} />;
  return <Skeleton className="h-[70vh] w-full" />;
}
