"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { applyBulkAction, lookAgainAtBulkActions } from "../data/bulk-actions/bulk-actions-query.ts";
import { nodesKeys, type Node } from "../data/nodes/nodes-query.ts";
import { queuesKeys, type QueueRow } from "../data/queues/queues-query.ts";
import { schedulesKeys } from "../data/schedules/schedules-query.ts";
import { readBulkAction, readNode, readQueue } from "./event-payloads.ts";
import { useJobFeed, type JobFeed } from "./job-feed.ts";
import { useTopic } from "./live-connection.tsx";
import { createPacer } from "./pacer.ts";
import { useAskAgainAfterBreak } from "./use-ask-again.ts";

const LOOK_AGAIN_MS = 1_000;

/** What every page of the console listens to: the reader's projects, the nodes and the queues. */
export function LiveTopics({ projectIds }: { projectIds: readonly string[] }) {
  const feed = useJobFeed();
  useLiveNodes();
  useLiveQueues();
  useAskAgainAfterBreak();
  return projectIds.map((projectId) => <ProjectTopic key={projectId} projectId={projectId} feed={feed} />);
}

const PROJECT_EVENTS = [
  "job_changed",
  "jobs_changed",
  "job_deleted",
  "bulk_action_changed",
  "schedule_changed",
  "schedule_deleted",
];

function ProjectTopic({ projectId, feed }: { projectId: string; feed: JobFeed }) {
  const queryClient = useQueryClient();
  const lookAtSchedules = useMemo(
    () => createPacer(() => queryClient.invalidateQueries({ queryKey: schedulesKeys.all }), LOOK_AGAIN_MS),
    [queryClient],
  );
  useTopic(`project:${projectId}`, PROJECT_EVENTS, {
    on: {
      job_changed: (payload) => feed.changed(payload),
      jobs_changed: () => feed.lost(),
      job_deleted: (payload) => feed.deleted(payload),
      bulk_action_changed: (payload) => {
        const action = readBulkAction(payload);
        if (action !== null) applyBulkAction(queryClient, action);
      },
      schedule_changed: () => lookAtSchedules.request(),
      schedule_deleted: () => lookAtSchedules.request(),
    },
    onJoined: () => {
      feed.lost();
      void lookAgainAtBulkActions(queryClient);
      lookAtSchedules.request();
    },
  });
  return null;
}

function useLiveNodes(): void {
  const queryClient = useQueryClient();
  const lookAgain = useMemo(
    () => createPacer(() => queryClient.invalidateQueries({ queryKey: nodesKeys.all }), LOOK_AGAIN_MS),
    [queryClient],
  );
  useTopic("nodes", ["node_changed"], {
    on: {
      node_changed: (payload) => {
        const node = readNode(payload);
        const held = queryClient.getQueryData<Node[]>(nodesKeys.all);
        if (node === null || !held?.some(({ id }) => id === node.id)) {
          lookAgain.request();
          return;
        }
        queryClient.setQueryData<Node[]>(
          nodesKeys.all,
          held.map((row) => (row.id === node.id && node.revision > row.revision ? { ...row, ...node } : row)),
        );
      },
    },
    onJoined: () => lookAgain.request(),
  });
}

function useLiveQueues(): void {
  const queryClient = useQueryClient();
  useTopic("queues", ["queue_changed"], {
    on: {
      queue_changed: (payload) => {
        const queue = readQueue(payload);
        if (queue === null) return;
        queryClient.setQueryData<QueueRow[]>(queuesKeys.all, (held) =>
          held?.map((row) =>
            row.name === queue.name && queue.revision > row.revision ? { ...row, ...queue } : row,
          ),
        );
      },
    },
    onJoined: () => void queryClient.invalidateQueries({ queryKey: queuesKeys.all }),
  });
}
