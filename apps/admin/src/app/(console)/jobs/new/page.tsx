import type { Metadata } from "next";
import { PageHeader } from "../../_components/page-header.tsx";
import { NewJob } from "./_components/new-job.tsx";

export const metadata: Metadata = { title: "New job" };

export default function NewJobPage() {
  return (
    <>
      <PageHeader title="New job" hasNewJobLink={false} />
      <NewJob />
    </>
  );
}
