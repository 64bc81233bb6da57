import type { Metadata } from "next";
import { PageHeader } from "../../../_components/page-header.tsx";
import { NewJobTabs } from "../_components/new-job-tabs.tsx";
import { Batch } from "./_components/batch.tsx";

export const metadata: Metadata = { title: "Many jobs from a file" };

export default function BatchPage() {
  return (
    <>
      <PageHeader title="Many jobs from a file" hasNewJobLink={false} />
      <main className="flex flex-col gap-4 p-4 sm:p-6">
        <NewJobTabs here="many" />
        <Batch />
      </main>
    </>
  );
}
