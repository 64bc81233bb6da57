"use client";

import { loadJobFilter, writeJobFilter, type JobFilter } from "../../../../data/jobs/job-filter.ts";
import { ExportMenu } from "./export-menu.tsx";
import { JumpToTime } from "./jump-to-time.tsx";
import { SavedViewsMenu } from "./saved-views-menu.tsx";
import type { TableLook } from "./table-columns.ts";
import { TableLookMenu } from "./table-look-menu.tsx";

interface JobsToolsProps {
  filter: JobFilter;
  onFilter: (filter: JobFilter) => void;
  at: string | null;
  onJump: (at: string | null) => void;
  look: TableLook;
  onLook: (look: TableLook) => void;
  hasProjects: boolean;
  /** How many match, where that is known. */
  total: number | null;
  onNotice: (notice: React.ReactNode) => void;
}

/** What can be done with the list as a whole: name it, take it away, jump in it, and change how it looks. */
export function JobsTools(props: JobsToolsProps) {
  const { filter, onFilter, at, onJump, look, onLook, hasProjects, total, onNotice } = props;
  return (
    <>
      <SavedViewsMenu
        query={writeJobFilter(filter).slice(1)}
        onOpen={(query) => onFilter(loadJobFilter(`?${query}`))}
      />
      <ExportMenu filter={filter} total={total} onNotice={onNotice} />
      <JumpToTime at={at} onJump={onJump} />
      <TableLookMenu look={look} onLook={onLook} hasProjects={hasProjects} />
    </>
  );
}
