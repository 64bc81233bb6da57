import { Button } from "@spool/ui/button";
import { EmptyState } from "@spool/ui/notice";
import Link from "next/link";
import { PageHeader } from "./_components/page-header.tsx";

export default function NotFound() {
  return (
    <>
      <PageHeader title="Nothing here" />
      <main className="p-4 sm:p-6">
        <EmptyState
          action={
            <Button asChild>
              <Link prefetch={false} href="/">
                Overview
              </Link>
            </Button>
          }
        >
          There is no page at this address.
        </EmptyState>
      </main>
    </>
  );
}
