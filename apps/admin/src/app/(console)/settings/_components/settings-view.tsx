"use client";

import { Select } from "@spool/ui/field";
import { EmptyState, Skeleton } from "@spool/ui/notice";
import { Tabs, type TabDefinition } from "@spool/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { parseAsString, parseAsStringLiteral, useQueryState } from "nuqs";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { administersInstance } from "../../../../data/account/may-operate.ts";
import { projectsQuery, type Project } from "../../../../data/projects/projects-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { QueryError } from "../../_components/query-error.tsx";
import { KeysTab } from "./keys-tab.tsx";
import { LimitsTab } from "./limits-tab.tsx";
import { MembersTab } from "./members-tab.tsx";
import { PeopleTab } from "./people-tab.tsx";
import { ProjectsTab } from "./projects-tab.tsx";
import { RetentionTab } from "./retention-tab.tsx";

const TABS = ["members", "keys", "limits", "projects", "people", "retention"] as const;
type Tab = (typeof TABS)[number];

const OF_A_PROJECT: ReadonlySet<Tab> = new Set(["members", "keys", "limits"]);

/** What belongs to a project, then what belongs to the instance. */
export function SettingsView() {
  const account = useAccount();
  const { data: projects, error, refetch } = useQuery(projectsQuery(useSupabase()));
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("members"));
  const [chosenId, setChosenId] = useQueryState("project", parseAsString);
  const project = projects?.find(({ id }) => id === chosenId) ?? projects?.[0];
  const tabs: TabDefinition<Tab>[] = [
    { name: "members", label: "Members" },
    { name: "keys", label: "API keys" },
    { name: "limits", label: "Limits" },
    { name: "projects", label: "Projects" },
    ...(administersInstance(account) ? ([{ name: "people", label: "People" }] as const) : []),
    { name: "retention", label: "Retention" },
  ];

  if (projects === undefined) {
    return (
      <main className="p-4 sm:p-6">
        {error === null ? (
          <Skeleton className="h-80 w-full" />
        ) : (
          <QueryError what="The projects" error={error} onRetry={refetch} />
        )}
      </main>
    );
  }
  return (
    <main className="p-4 pt-1 sm:p-6 sm:pt-2">
      <Tabs label="Settings" tabs={tabs} selected={tab} onSelect={(name) => void setTab(name)}>
        <div className="pt-4">
          {OF_A_PROJECT.has(tab) && projects.length > 1 && project !== undefined && (
            <label className="mb-4 flex items-center gap-3">
              <span className="text-ink-soft">Project</span>
              <Select
                value={project.id}
                onChange={(event) => void setChosenId(event.target.value)}
                className="w-auto min-w-56"
              >
                {projects.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </Select>
            </label>
          )}
          <TabContent tab={tab} project={project} projects={projects} />
        </div>
      </Tabs>
    </main>
  );
}

interface TabContentProps {
  tab: Tab;
  project: Project | undefined;
  projects: readonly Project[];
}

function TabContent({ tab, project, projects }: TabContentProps) {
  if (tab === "retention") return <RetentionTab />;
  if (tab === "people") return <PeopleTab />;
  if (tab === "projects") return <ProjectsTab projects={projects} />;
  if (project === undefined) {
    return (
      <div className="rounded-lg border bg-surface">
        <EmptyState>You belong to no project yet. An administrator of one can add you.</EmptyState>
      </div>
    );
  }
  if (tab === "members") return <MembersTab key={project.id} project={project} />;
  if (tab === "keys") return <KeysTab key={project.id} project={project} />;
  return <LimitsTab key={project.id} project={project} />;
}
