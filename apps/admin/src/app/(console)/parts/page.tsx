import type { Metadata } from "next";
import { PageHeader } from "../_components/page-header.tsx";
import { Parts } from "./_components/parts.tsx";

export const metadata: Metadata = { title: "Parts" };

/** For whoever builds the console: what packages/ui has, on paper and on film. In no navigation. */
export default function PartsPage() {
  return (
    <>
      <PageHeader title="Parts" hasNewJobLink={false} />
      <main className="grid grid-cols-1 xl:grid-cols-2">
        <Parts scheme="dark" />
        <Parts scheme="light" />
      </main>
    </>
  );
}
