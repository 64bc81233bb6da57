"use client";

import { QUEUES } from "@spool/contracts/job-states";
import { StatusShape } from "@spool/ui/status-mark";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command, defaultFilter } from "cmdk";
import {
  Contrast,
  Cpu,
  Keyboard,
  LogOut,
  Maximize,
  Plus,
  Rows3,
  Search,
  type LucideIcon,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useDeferredValue, useState } from "react";
import { useAccount } from "../../../data/account/account-context.tsx";
import { operableProjects } from "../../../data/account/may-operate.ts";
import { apiMessage } from "../../../data/api-message.ts";
import type { JobRow } from "../../../data/jobs/job-row.ts";
import { searchJobsQuery } from "../../../data/jobs/search-jobs-query.ts";
import { jobTypeTitle } from "../../../data/jobs/stage-title.ts";
import { nodesQuery } from "../../../data/nodes/nodes-query.ts";
import { signOut } from "../../../lib/sign-out.ts";
import { useSupabase } from "../../../lib/supabase-browser.tsx";
import { usePlaces } from "./navigation.tsx";
import { switchTheme } from "./theme-toggle.tsx";
import { useEnterWall } from "./wall-link.tsx";

/** One letter finds everything, and therefore nothing. */
const MIN_SEARCH_CHARACTERS = 2;

const GROUP =
  "px-2 pb-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-faint";

/** One box for everything: places, jobs by title or id, queues, nodes, and what can be done from anywhere. */
export function CommandPalette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const [text, setText] = useState("");
  const supabase = useSupabase();
  const router = useRouter();
  const places = usePlaces();
  const maySubmit = operableProjects(useAccount()).length > 0;
  const { data: nodes = [] } = useQuery(nodesQuery(supabase));
  const found = useFoundJobs(text);
  const enterWall = useEnterWall();

  const go = (href: string) => () => {
    onClose();
    router.push(href);
  };

  return (
    <Command.Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      label="Search or jump"
      filter={likeness}
      overlayClassName="fixed inset-0 z-40 animate-arrive bg-[rgb(5_6_9/0.55)]"
      contentClassName="fixed top-[12dvh] left-1/2 z-50 w-[min(36rem,94vw)] -translate-x-1/2 overflow-hidden rounded-lg border border-edge bg-raised shadow-xl shadow-shade"
    >
      <div className="flex items-center gap-2.5 border-b px-4">
        <Search aria-hidden="true" className="size-4 shrink-0 text-ink-faint" strokeWidth={1.75} />
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder="A page, a node, a job’s title or id…"
          className="h-12 min-w-0 flex-1 bg-transparent text-md outline-none placeholder:text-ink-faint"
        />
      </div>
      <Command.List className="max-h-[min(26rem,60dvh)] overflow-y-auto pb-1">
        <Command.Empty className="px-4 py-6 text-ink-soft">
          {found.isSearching ? "Looking for jobs…" : "No page, job, queue, node or action is called that."}
        </Command.Empty>
        <Command.Group heading="Go to" className={GROUP}>
          {places.map(({ href, label, Icon, key }) => (
            <Entry key={href} value={`go to ${label}`} Icon={Icon} aside={`g ${key}`} onSelect={go(href)}>
              {label}
            </Entry>
          ))}
        </Command.Group>
        <FoundJobs found={found} onOpen={(jobId) => go(`/jobs/${jobId}`)()} />
        <Command.Group heading="Queues" className={GROUP}>
          {QUEUES.map((queue) => (
            <Entry key={queue} value={`queue ${queue}`} Icon={Rows3} onSelect={go(`/jobs?queue=${queue}`)}>
              Jobs of the queue {queue}
            </Entry>
          ))}
        </Command.Group>
        {nodes.length > 0 && (
          <Command.Group heading="Nodes" className={GROUP}>
            {nodes.map(({ id, name, status }) => (
              <Entry
                key={id}
                value={`node ${name} ${id}`}
                Icon={Cpu}
                aside={status}
                onSelect={go(`/nodes/${id}`)}
              >
                {name}
              </Entry>
            ))}
          </Command.Group>
        )}
        <Command.Group heading="Do" className={GROUP}>
          {maySubmit && (
            <Entry value="new job submit" Icon={Plus} aside="n" onSelect={go("/jobs/new")}>
              New job
            </Entry>
          )}
          <Entry value="wall mode full screen" Icon={Maximize} aside="w" onSelect={enterWall}>
            Wall mode
          </Entry>
          <Entry
            value="switch between dark and light theme film paper"
            Icon={Contrast}
            onSelect={() => {
              switchTheme();
              onClose();
            }}
          >
            Switch between dark and light
          </Entry>
          <Entry value="keyboard shortcuts help" Icon={Keyboard} aside="?" onSelect={onHelp}>
            Keyboard shortcuts
          </Entry>
          <Entry value="sign out log out" Icon={LogOut} onSelect={() => void signOut(supabase)}>
            Sign out
          </Entry>
        </Command.Group>
      </Command.List>
    </Command.Dialog>
  );
}

interface EntryProps {
  /** What is searched, unique in the palette. */
  value: string;
  Icon: LucideIcon;
  aside?: string;
  onSelect: () => void;
  children: React.ReactNode;
}

const ENTRY =
  "flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 data-[selected=true]:bg-hover [&[data-selected=true]_svg]:text-lamp";

function Entry({ value, Icon, aside, onSelect, children }: EntryProps) {
  return (
    <Command.Item value={value} onSelect={onSelect} className={ENTRY}>
      <Icon aria-hidden="true" className="size-4 shrink-0 text-ink-faint" strokeWidth={1.75} />
      <span className="truncate">{children}</span>
      {aside !== undefined && <span className="ml-auto text-xs text-ink-faint">{aside}</span>}
    </Command.Item>
  );
}

interface FoundJobs {
  jobs: readonly JobRow[];
  isSearching: boolean;
  error: Error | null;
}

/** Jobs whose title or id the text may mean. */
function useFoundJobs(text: string): FoundJobs {
  const sought = useDeferredValue(text.trim());
  const isSought = sought.length >= MIN_SEARCH_CHARACTERS;
  const { data, error, isFetching } = useQuery({
    ...searchJobsQuery(useSupabase(), sought),
    enabled: isSought,
    placeholderData: keepPreviousData,
  });
  return {
    jobs: isSought ? (data ?? []) : [],
    isSearching: isSought && isFetching,
    error: isSought ? error : null,
  };
}

const JOB_VALUE = "job:";
/** Letters of one word that lie strewn over another are no likeness: a place would stand before the jobs that are meant. */
const WEAKEST_LIKENESS = 0.05;
const JOB_LIKENESS = WEAKEST_LIKENESS / 2;

/** How well an entry fits. Jobs were found by the database: each fits, and comes after the places of the console. */
function likeness(value: string, sought: string, keywords?: string[]): number {
  if (value.startsWith(JOB_VALUE)) return JOB_LIKENESS;
  const found = defaultFilter(value, sought, keywords);
  return found < WEAKEST_LIKENESS ? 0 : found;
}

function FoundJobs({
  found: { jobs, error },
  onOpen,
}: {
  found: FoundJobs;
  onOpen: (jobId: string) => void;
}) {
  if (error !== null) return <p className="px-4 py-2 text-failed">Jobs: {apiMessage(error)}</p>;
  if (jobs.length === 0) return null;
  return (
    <Command.Group heading="Jobs" className={GROUP}>
      {jobs.map((job) => (
        <Command.Item
          key={job.id}
          value={`${JOB_VALUE}${job.id}`}
          onSelect={() => onOpen(job.id)}
          className={ENTRY}
        >
          <StatusShape status={job.status} />
          <span className="truncate">{job.title}</span>
          <span className="ml-auto shrink-0 text-xs text-ink-faint">{jobTypeTitle(job.job_type)}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}
