import type { Metadata } from "next";
import { PageHeader } from "../_components/page-header.tsx";
import { AuditView } from "./_components/audit-view.tsx";

export const metadata: Metadata = { title: "Audit" };

export default function AuditPage() {
  return (
    <>
      <PageHeader title="Audit" />
      <AuditView />
    </>
  );
}
