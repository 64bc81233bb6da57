"use client";

import { Button } from "@spool/ui/button";
import { CopyId } from "@spool/ui/copy-id";
import { cn } from "@spool/ui/class-names";
import { useMutation } from "@tanstack/react-query";
import { ShieldAlert, ShieldCheck } from "lucide-react";
import { verifyAuditMutation, type AuditVerdict } from "../../../../data/audit/audit-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { RefusalLine } from "../../_components/refusal-line.tsx";

/** Checks whether the log is what was written, and says what came of it. */
export function VerifyChain() {
  const verify = useMutation(verifyAuditMutation(useSupabase()));
  return (
    <section
      aria-label="Verification"
      className={cn(
        "flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border bg-surface px-4 py-3",
        verify.data?.is_intact === false && "border-failed/40 bg-failed-wash",
      )}
    >
      <div aria-live="polite" className="min-w-0 flex-1 basis-72">
        {verify.data !== undefined ? (
          <Verdict verdict={verify.data} />
        ) : verify.error !== null ? (
          <RefusalLine error={verify.error} />
        ) : (
          <p className="text-ink-soft">
            Every entry is chained to the one before it: what was changed, taken out or slipped in shows.
          </p>
        )}
      </div>
      <Button isBusy={verify.isPending} onClick={() => verify.mutate()}>
        {verify.isPending ? "Verifying …" : verify.data === undefined ? "Verify the log" : "Verify again"}
      </Button>
    </section>
  );
}

function Verdict({ verdict }: { verdict: AuditVerdict }) {
  const count = verdict.checked.toLocaleString("en");
  if (verdict.broken !== null) {
    const { entry_id: entryId, problem } = verdict.broken;
    return (
      <div className="flex items-start gap-3">
        <ShieldAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-failed" />
        <p>
          <span className="font-medium text-failed">The log is not what was written.</span>{" "}
          {entryId === null ? "" : `At entry ${entryId}: `}
          {problem}. Nothing after it can be relied on.
        </p>
      </div>
    );
  }
  return (
    <div className="flex items-start gap-3">
      <ShieldCheck aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-good" />
      <div className="min-w-0">
        <p>
          <span className="font-medium text-good">The log is intact.</span> {count}{" "}
          {verdict.checked === 1 ? "entry" : "entries"} checked
          {verdict.removed_through > 0 &&
            `; those up to ${verdict.removed_through.toLocaleString("en")} were removed after their time`}
          .
        </p>
        {verdict.head_hash !== null && verdict.head_position !== null && (
          <p className="mt-0.5 text-xs text-ink-soft">
            Keep this elsewhere: at position {verdict.head_position.toLocaleString("en")} the hash is{" "}
            <CopyId id={verdict.head_hash} />. A log that was written anew no longer has it.
          </p>
        )}
      </div>
    </div>
  );
}
