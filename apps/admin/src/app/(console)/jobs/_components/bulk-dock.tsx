"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { operableProjects } from "../../../../data/account/may-operate.ts";
import type { BulkAction } from "../../../../data/bulk-actions/bulk-actions-query.ts";
import { everythingFilter, idsFilter } from "../../../../data/bulk-actions/bulk-filter.ts";
import type { BulkOrder } from "../../../../data/bulk-actions/bulk-orders.ts";
import type { JobFilter } from "../../../../data/jobs/job-filter.ts";
import { searchHorizonQuery } from "../../../../data/jobs/narrow-jobs.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { BulkBar, type Deed } from "./bulk-bar.tsx";
import { BulkPreview } from "./bulk-preview.tsx";
import { BulkProgress } from "./bulk-progress.tsx";
import { isNothing, MOST_CHOSEN, type Selection, type SelectionChange } from "./use-selection.ts";

interface BulkDockProps {
  filter: JobFilter;
  /** How many match, in words. */
  matchingWords: string;
  selection: Selection;
  onSelect: (change: SelectionChange) => void;
  actions: readonly BulkAction[];
}

/** What is chosen, what is about to be done to it, and what is being done already. */
export function BulkDock({ filter, matchingWords, selection, onSelect, actions }: BulkDockProps) {
  const supabase = useSupabase();
  const projects = operableProjects(useAccount());
  const [order, setOrder] = useState<BulkOrder | null>(null);
  const [dismissed, setDismissed] = useState<ReadonlySet<string>>(new Set());
  const { data: searchFrom = null } = useQuery(searchHorizonQuery(supabase, filter));

  function ask({ action, arguments: given }: Deed): void {
    const projectIds = projects
      .map(({ project_id }) => project_id)
      .filter((id) => filter.project.length === 0 || filter.project.includes(id));
    const chosen =
      selection.kind === "everything" ? everythingFilter(filter, searchFrom) : idsFilter(selection.ids);
    setOrder({ action, arguments: given, filter: chosen, projectIds });
  }

  const undone = new Set(actions.map(({ undoes }) => undoes));
  return (
    <div className="pointer-events-none fixed inset-x-0 bottom-20 z-30 flex flex-col items-center gap-2 px-3 *:pointer-events-auto lg:bottom-14 lg:pl-[184px]">
      {actions
        .filter(({ id }) => !dismissed.has(id) && !undone.has(id))
        .slice(0, 3)
        .map((action) => (
          <BulkProgress
            key={action.id}
            action={action}
            isUndone={undone.has(action.id)}
            onDismiss={() => setDismissed(new Set([...dismissed, action.id]))}
          />
        ))}
      {!isNothing(selection) && (
        <BulkBar
          words={chosenWords(selection, matchingWords)}
          everythingWords={
            selection.kind === "everything" ? null : `Select all that match (${matchingWords})`
          }
          onEverything={() => onSelect({ kind: "everything" })}
          onDeed={ask}
          onClear={() => onSelect({ kind: "nothing" })}
        />
      )}
      <BulkPreview
        order={order}
        onClose={() => setOrder(null)}
        onStarted={() => {
          setOrder(null);
          onSelect({ kind: "nothing" });
        }}
      />
    </div>
  );
}

function chosenWords(selection: Selection, matchingWords: string): string {
  if (selection.kind === "everything") return `All that match: ${matchingWords}`;
  const count = selection.ids.size;
  return `${count.toLocaleString("en")} selected${count === MOST_CHOSEN ? ", the most at once" : ""}`;
}
