"use client";

import { Tabs } from "@spool/ui/tabs";
import { useQuery } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { schedulesQuery } from "../../../../data/schedules/schedules-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { SchedulesTab } from "./schedules-tab.tsx";
import { TasksTab } from "./tasks-tab.tsx";

const TABS = ["tasks", "schedules"] as const;

export function TasksView() {
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("tasks"));
  const { data: schedules } = useQuery(schedulesQuery(useSupabase()));
  return (
    <main className="p-4 pt-1 sm:p-6 sm:pt-2">
      <Tabs
        label="Tasks and schedules"
        tabs={[
          { name: "tasks", label: "System tasks" },
          { name: "schedules", label: "Schedules", count: schedules?.length },
        ]}
        selected={tab}
        onSelect={(name) => void setTab(name)}
      >
        <div className="pt-4">{tab === "tasks" ? <TasksTab /> : <SchedulesTab />}</div>
      </Tabs>
    </main>
  );
}
