"use client";

import { Button } from "@spool/ui/button";
import { Plus } from "lucide-react";
import Link from "next/link";
import { useAccount } from "../../../data/account/account-context.tsx";
import { operableProjects } from "../../../data/account/may-operate.ts";

/** The way to the form, for those who may submit it. */
export function NewJobLink() {
  if (operableProjects(useAccount()).length === 0) return null;
  return (
    <Button asChild variant="primary" className="max-sm:size-8 max-sm:px-0">
      <Link prefetch={false} href="/jobs/new">
        <Plus aria-hidden="true" className="size-4" />
        <span className="max-sm:sr-only">New job</span>
      </Link>
    </Button>
  );
}
