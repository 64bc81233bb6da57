import type { Metadata } from "next";
import { z } from "zod";
import { PageHeader } from "../../_components/page-header.tsx";
import { NewJob } from "./_components/new-job.tsx";
import { NewJobTabs } from "./_components/new-job-tabs.tsx";

export const metadata: Metadata = { title: "New job" };

interface NewJobPageProps {
  searchParams: Promise<{ from?: string | string[] }>;
}

export default async function NewJobPage({ searchParams }: NewJobPageProps) {
  const from = z.guid().safeParse((await searchParams).from);
  const fromJobId = from.success ? from.data : null;
  return (
    <>
      <PageHeader title="New job" hasNewJobLink={false} />
      <main className="flex flex-col gap-4 p-4 sm:p-6">
        <NewJobTabs here="one" />
        <NewJob key={fromJobId} fromJobId={fromJobId} />
      </main>
    </>
  );
}
