"use client";

import { Button } from "@spool/ui/button";
import { ErrorState, Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { saveFile } from "../../../../../../lib/save-file.ts";
import { BadRows } from "./bad-rows.tsx";
import type { BatchPlan } from "./batch-rows.ts";
import { BatchProgress } from "./batch-progress.tsx";
import { recallBatch } from "./batch-memory.ts";
import { useBatchSubmit } from "./use-batch-submit.ts";
import type { AskWorker } from "./use-batch-worker.ts";

interface BatchReportProps {
  ask: AskWorker;
  plan: BatchPlan;
  fileName: string;
}

/** What can be submitted and what cannot, row by row, and the button that submits it. */
export function BatchReport({ ask, plan, fileName }: BatchReportProps) {
  const { data: checked, error } = useQuery({
    queryKey: ["batch", fileName, plan],
    // The worker holds one file: what was said of another is not kept.
    gcTime: 0,
    staleTime: Infinity,
    retry: false,
    queryFn: () => ask("check", { plan }),
  });
  const batch = useBatchSubmit(ask);
  const { refused } = batch.state;
  if (checked === undefined) {
    if (error !== null) return <ErrorState title="The rows could not be checked" reason={error.message} />;
    return <Skeleton className="h-32 w-full" />;
  }
  const { goodCount, badCount, bad, fingerprint } = checked;
  const refusedCount = refused.length;
  const before = recallBatch(fingerprint);
  const canGoOn = before !== null && before.done > 0 && before.done < goodCount;

  async function downloadBad(): Promise<void> {
    const { csv } = await ask("badTable", { refused });
    saveFile(new Blob([csv], { type: "text/csv" }), `${fileName.replace(/\.\w+$/, "")}-not-submitted.csv`);
  }

  return (
    <section aria-label="Report" className="rounded-lg border bg-surface">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3 px-4 py-4 sm:px-5">
        <p className="min-w-0 flex-1 basis-72" data-testid="batch-summary">
          <span className="text-md font-medium">{countOf(goodCount, "row")} can be submitted</span>
          {badCount > 0 && <span className="text-failed">, {badCount.toLocaleString("en")} cannot</span>}
          <span className="block text-ink-soft">
            Every row has a key, so that submitting it twice does not make two jobs.
          </span>
        </p>
        {badCount + refusedCount > 0 && (
          <Button onClick={() => void downloadBad()}>
            <Download aria-hidden="true" className="size-3.5" />
            Rows not submitted
          </Button>
        )}
        {batch.state.phase === "ready" && canGoOn && (
          <Button onClick={() => batch.start(fingerprint, before.done)}>
            Go on after the first {before.done.toLocaleString("en")}
          </Button>
        )}
        {batch.state.phase === "ready" && (
          <Button variant="primary" disabled={goodCount === 0} onClick={() => batch.start(fingerprint, 0)}>
            Submit {countOf(goodCount, "job")}
          </Button>
        )}
      </div>
      {batch.state.phase !== "ready" && (
        <BatchProgress
          state={batch.state}
          total={goodCount}
          onStop={batch.stop}
          onResume={() => batch.resume(fingerprint)}
        />
      )}
      {badCount + refusedCount > 0 && <BadRows refused={refused} bad={bad} total={badCount + refusedCount} />}
    </section>
  );
}

const countOf = (count: number, what: string): string =>
  `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
