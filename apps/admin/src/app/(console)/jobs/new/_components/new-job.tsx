"use client";

import { Button } from "@spool/ui/button";
import { EmptyState } from "@spool/ui/notice";
import Link from "next/link";
import { useAccount } from "../../../../../data/account/account-context.tsx";
import { operableProjects } from "../../../../../data/account/may-operate.ts";
import { NewJobForm } from "./new-job-form.tsx";

export function NewJob() {
  const projects = operableProjects(useAccount());
  return (
    <main className="p-4 sm:p-6">
      {projects.length > 0 ? (
        <NewJobForm projects={projects} />
      ) : (
        <div className="rounded-lg border bg-surface">
          <EmptyState
            action={
              <Button asChild>
                <Link prefetch={false} href="/jobs">
                  All jobs
                </Link>
              </Button>
            }
          >
            You may watch jobs, but not submit them. An administrator of your project can make you an
            operator.
          </EmptyState>
        </div>
      )}
    </main>
  );
}
