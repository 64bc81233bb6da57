"use client";

import { Tabs } from "@spool/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import {
  attemptsQuery,
  eventsQuery,
  filesQuery,
  logsQuery,
} from "../../../../../data/job-activity/activity-queries.ts";
import type { Job } from "../../../../../data/jobs/job-row.ts";
import { useSupabase } from "../../../../../lib/supabase-browser.tsx";
import { JobAttempts } from "./job-attempts.tsx";
import { JobEvents } from "./job-events.tsx";
import { JobFiles } from "./job-files.tsx";
import { JobLog } from "./job-log.tsx";
import { JobPayload } from "./job-payload.tsx";

const TABS = ["log", "attempts", "files", "events", "payload"] as const;

/** Everything else about the job, one tab at a time; which one is in the address. */
export function JobDetails({ job }: { job: Job }) {
  const supabase = useSupabase();
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("log"));
  const { data: logs } = useQuery(logsQuery(supabase, job.id));
  const { data: attempts } = useQuery(attemptsQuery(supabase, job.id));
  const { data: files } = useQuery(filesQuery(supabase, job.id));
  const { data: events } = useQuery(eventsQuery(supabase, job.id));

  return (
    <div className="overflow-hidden rounded-lg border bg-surface">
      <Tabs
        label="Details"
        tabs={[
          { name: "log", label: "Log", count: logs?.length },
          { name: "attempts", label: "Attempts", count: attempts?.length },
          { name: "files", label: "Files", count: files?.length },
          { name: "events", label: "Events", count: events?.length },
          { name: "payload", label: "Payload" },
        ]}
        selected={tab}
        onSelect={(selected) => void setTab(selected)}
      >
        {tab === "log" && <JobLog job={job} />}
        {tab === "attempts" && <JobAttempts job={job} />}
        {tab === "files" && <JobFiles job={job} />}
        {tab === "events" && <JobEvents job={job} />}
        {tab === "payload" && <JobPayload job={job} />}
      </Tabs>
    </div>
  );
}
