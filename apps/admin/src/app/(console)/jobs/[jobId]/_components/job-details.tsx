"use client";

import { Skeleton } from "@spool/ui/notice";
import { Tabs } from "@spool/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { lazyPart } from "../../../../../lib/lazy-part.tsx";
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
import { JobQuality } from "./job-quality.tsx";

const JobStoryboard = lazyPart(() => import("./job-storyboard.tsx").then((module) => module.JobStoryboard), {
  loading: () => <Skeleton className="m-4 h-64" />,
});

const TABS = ["log", "storyboard", "attempts", "files", "quality", "events", "payload"] as const;

/** Everything else about the job, one tab at a time; which one is in the address. */
export function JobDetails({ job, onSeek }: { job: Job; onSeek: (seconds: number) => void }) {
  const supabase = useSupabase();
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("log"));
  const { data: logs } = useQuery(logsQuery(supabase, job.id));
  const { data: attempts } = useQuery(attemptsQuery(supabase, job.id));
  const { data: files } = useQuery(filesQuery(supabase, job.id));
  const { data: events } = useQuery(eventsQuery(supabase, job.id));

  const storyboard = files?.findLast(({ kind, bucket }) => kind === "storyboard" && bucket === "videos");
  // An address may name a tab that this job does not have yet.
  const shown = tab === "storyboard" && files !== undefined && storyboard === undefined ? "log" : tab;

  return (
    <div className="overflow-hidden rounded-lg border bg-surface">
      <Tabs
        label="Details"
        tabs={[
          { name: "log", label: "Log", count: logs?.length },
          ...(storyboard === undefined ? [] : [{ name: "storyboard" as const, label: "Storyboard" }]),
          { name: "attempts", label: "Attempts", count: attempts?.length },
          { name: "files", label: "Files", count: files?.length },
          ...(job.status === "completed" ? [{ name: "quality" as const, label: "Quality" }] : []),
          { name: "events", label: "Events", count: events?.length },
          { name: "payload", label: "Payload" },
        ]}
        selected={shown}
        onSelect={(selected) => void setTab(selected)}
      >
        {shown === "log" && <JobLog job={job} />}
        {shown === "storyboard" && storyboard !== undefined && (
          <JobStoryboard key={storyboard.path} job={job} path={storyboard.path} onSeek={onSeek} />
        )}
        {shown === "attempts" && <JobAttempts job={job} />}
        {shown === "files" && <JobFiles job={job} />}
        {shown === "quality" && <JobQuality job={job} />}
        {shown === "events" && <JobEvents job={job} />}
        {shown === "payload" && <JobPayload job={job} />}
      </Tabs>
    </div>
  );
}
