import { randomUUID } from "node:crypto";
import { JOB_TYPE_NAMES } from "@spool/contracts/job-catalogue";
import { JOB_STATUSES, PRIORITIES, QUEUES } from "@spool/contracts/job-states";
import type { Database } from "@spool/db/database.types";
import { Constants } from "@spool/db/database.types";
import type { World } from "./world.ts";

const PAGE_ROWS = 60;
const DAY_MS = 86_400_000;
/** As the console's lists ask for them. */
const COLUMNS =
  "id,project_id,job_type,queue,priority,status,title,run_at,attempt_id,attempt_count,max_attempts,node_id,stage," +
  "progress_ratio,video_path,video_url,thumbnail_path,thumbnail_url,captions_path,duration_seconds,width_px,height_px," +
  "error_category,created_by,created_at,queued_at,assigned_at,started_at,finished_at,updated_at,revision";

/** Asks for a page; a different one with every index, as different people do. Returns how many rows came. */
export type ListQuery = (index: number) => Promise<number>;

/** Every list that people look at, and every filter by which they ask. */
export function consoleLists({ client, nodeIds, projectId }: World): Record<string, ListQuery> {
  const columns = () => client.from("jobs").select(COLUMNS);
  type Query = ReturnType<typeof columns>;
  const rows = async (query: Query): Promise<number> => (await query.throwOnError()).data.length;
  const page = (narrow: (query: Query, index: number) => Query): ListQuery => {
    return (index) =>
      rows(
        narrow(columns(), index)
          .order("created_at", { ascending: false })
          .order("id", { ascending: false })
          .limit(PAGE_ROWS),
      );
  };
  const pick = <Value>(values: readonly Value[], index: number): Value => {
    const value = values[index % values.length];
    if (value === undefined) throw new RangeError("Nothing to pick from");
    return value;
  };
  const two = <Value>(values: readonly Value[], index: number): Value[] => [
    pick(values, index),
    pick(values, index + 1 + (Math.floor(index / values.length) % (values.length - 1))),
  ];
  const daysAgo = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString();

  return {
    all: page((query) => query),
    status: page((query, index) => query.eq("status", pick(JOB_STATUSES, index))),
    "two statuses": page((query, index) => query.in("status", two(JOB_STATUSES, index))),
    type: page((query, index) => query.eq("job_type", pick(JOB_TYPE_NAMES, index))),
    queue: page((query, index) => query.eq("queue", pick(QUEUES, index))),
    "two queues": page((query, index) => query.in("queue", two(QUEUES, index))),
    "status and queue": page((query, index) =>
      query.eq("status", pick(JOB_STATUSES, index)).eq("queue", pick(QUEUES, index)),
    ),
    "status and type": page((query, index) =>
      query.eq("status", pick(JOB_STATUSES, index)).eq("job_type", pick(JOB_TYPE_NAMES, index * 3)),
    ),
    priority: page((query, index) => query.eq("priority", pick(PRIORITIES, index))),
    "priority and status": page((query, index) =>
      query.eq("priority", pick(PRIORITIES, index)).eq("status", pick(JOB_STATUSES, index)),
    ),
    node: page((query, index) => query.eq("node_id", pick(nodeIds, index))),
    "node and status": page((query, index) =>
      query.eq("node_id", pick(nodeIds, index)).eq("status", pick(JOB_STATUSES, index)),
    ),
    category: page((query, index) =>
      query.eq("error_category", pick(Constants.public.Enums.error_category, index)),
    ),
    "two categories": page((query, index) =>
      query.in("error_category", two(Constants.public.Enums.error_category, index)),
    ),
    project: page((query) => query.eq("project_id", projectId)),
    created: page((query, index) =>
      query.gte("created_at", daysAgo(index + 1)).lt("created_at", daysAgo(index)),
    ),
    "created, none": page((query, index) =>
      query.gte("created_at", daysAgo(400 + index)).lt("created_at", daysAgo(399 + index)),
    ),
    ids: async (index) => {
      const { data } = await client
        .from("jobs")
        .select("id")
        .lt("created_at", daysAgo(index / 20))
        .order("created_at", { ascending: false })
        .limit(20)
        .throwOnError();
      return rows(
        columns().in(
          "id",
          data.map(({ id }) => id),
        ),
      );
    },
    "next page": page((query, index) => after(query, daysAgo((index * 1.7) / 10))),
    "far page": page((query, index) => after(query, daysAgo(index * 4))),
    "far page of a status": page((query, index) =>
      after(query.eq("status", pick(JOB_STATUSES, index)), daysAgo(index * 4)),
    ),
    running: () =>
      rows(
        columns()
          .in("status", ["processing", "assigned"])
          .order("started_at", { ascending: true, nullsFirst: false })
          .limit(8),
      ),
    "latest videos": () => rows(ended("completed")),
    "latest failed": () => rows(ended("failed")),
    "next in queue": (index) =>
      rows(
        columns()
          .in("status", ["queued", "pending"])
          .eq("queue", pick(QUEUES, index))
          .lte("run_at", "now")
          .order("priority")
          .order("position")
          .limit(20),
      ),
  };

  /** What follows a row, as the console pages. */
  function after(query: Query, createdAt: string): Query {
    return query
      .lte("created_at", createdAt)
      .or(`created_at.lt.${createdAt},and(created_at.eq.${createdAt},id.lt.${randomUUID()})`);
  }

  function ended(status: Database["public"]["Enums"]["job_status"]): Query {
    return columns().eq("status", status).order("finished_at", { ascending: false }).limit(12);
  }
}

/** The first page of the newest jobs with words in their title. */
export const textSearch =
  ({ client }: World, horizon: string, words: (index: number) => string): ListQuery =>
  async (index) => {
    const { data } = await client
      .from("jobs")
      .select(COLUMNS)
      .gte("created_at", horizon)
      .ilike("title", `%${words(index)}%`)
      .order("created_at", { ascending: false })
      .order("id", { ascending: false })
      .limit(PAGE_ROWS)
      .throwOnError();
    return data.length;
  };
