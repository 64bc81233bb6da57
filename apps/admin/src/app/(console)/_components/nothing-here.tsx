"use client";

import { Button } from "@spool/ui/button";
import { EmptyState } from "@spool/ui/notice";
import Link from "next/link";
import { lazyPart } from "../../../lib/lazy-part.tsx";

// Every page carries the page that is shown where there is none, so this one is kept small.
const PageHeader = lazyPart(() => import("./page-header.tsx").then((module) => module.PageHeader));

export function NothingHere() {
  return (
    <>
      <PageHeader title="Nothing here" />
      <main className="p-4 sm:p-6">
        <div className="rounded-lg border bg-surface">
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
        </div>
      </main>
    </>
  );
}
