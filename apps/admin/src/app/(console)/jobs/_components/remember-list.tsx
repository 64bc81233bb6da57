"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useEffect } from "react";
import { rememberList } from "../../../../data/jobs/list-address.ts";

/** Notes the filter of the list while it is shown, so that a job's page knows what stands beside it. */
export function RememberList() {
  const isList = usePathname() === "/jobs";
  const search = useSearchParams().toString();
  useEffect(() => {
    if (isList) rememberList(search);
  }, [isList, search]);
  return null;
}
