"use client";

import { EmptyState } from "@spool/ui/notice";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { administersInstance, readsAudit } from "../../../../data/account/may-operate.ts";
import { AuditFilterBar } from "./audit-filter-bar.tsx";
import { AuditTable } from "./audit-table.tsx";
import { VerifyChain } from "./verify-chain.tsx";

/** Who did what: for administrators, of their projects or of everything. */
export function AuditView() {
  const account = useAccount();
  if (!readsAudit(account)) {
    return (
      <main className="p-4 sm:p-6">
        <div className="rounded-lg border bg-surface">
          <EmptyState>
            The audit log is read by administrators. Ask one of your project to make you one.
          </EmptyState>
        </div>
      </main>
    );
  }
  return (
    <main className="flex flex-col gap-4 p-4 sm:p-6">
      {administersInstance(account) && <VerifyChain />}
      <AuditFilterBar />
      <AuditTable />
    </main>
  );
}
