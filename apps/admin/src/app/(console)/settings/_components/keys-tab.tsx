"use client";

import { Button } from "@spool/ui/button";
import { Dialog } from "@spool/ui/dialog";
import { EmptyState, Skeleton } from "@spool/ui/notice";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { administersProject } from "../../../../data/account/may-operate.ts";
import { apiKeysQuery } from "../../../../data/api-keys/api-keys-query.ts";
import type { Project } from "../../../../data/projects/projects-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { CodeBlock } from "../../_components/code-block.tsx";
import { QueryError } from "../../_components/query-error.tsx";
import { KeyRow } from "./key-row.tsx";
import { NewKeyForm } from "./new-key-form.tsx";

/** The keys with which programs speak for a project. */
export function KeysTab({ project }: { project: Project }) {
  const mayManage = administersProject(useAccount(), project.id);
  const {
    data: keys,
    error,
    refetch,
  } = useQuery({
    ...apiKeysQuery(useSupabase(), project.id),
    enabled: mayManage,
  });
  const [isAsking, setIsAsking] = useState(false);
  const [shownKey, setShownKey] = useState<string | null>(null);

  if (!mayManage) {
    return (
      <div className="rounded-lg border bg-surface">
        <EmptyState>API keys are managed by the administrators of the project.</EmptyState>
      </div>
    );
  }
  const newButton = (
    <Button onClick={() => setIsAsking(true)}>
      <Plus aria-hidden="true" className="size-4" />
      New key
    </Button>
  );
  return (
    <>
      {keys === undefined ? (
        error === null ? (
          <Skeleton className="h-48 w-full" />
        ) : (
          <QueryError what="The keys" error={error} onRetry={refetch} />
        )
      ) : (
        <>
          <div className="mb-3 flex justify-end empty:hidden">{keys.length > 0 && newButton}</div>
          <div className="rounded-lg border bg-surface">
            {keys.length === 0 ? (
              <EmptyState action={newButton}>
                No keys yet. With one, a program submits and watches jobs of {project.name} over the API.
              </EmptyState>
            ) : (
              <ul className="divide-y">
                {keys.map((key) => (
                  <KeyRow key={key.id} apiKey={key} onRotated={setShownKey} />
                ))}
              </ul>
            )}
          </div>
        </>
      )}
      <Dialog isOpen={isAsking} onClose={() => setIsAsking(false)} title="New API key">
        <NewKeyForm
          project={project}
          onCreated={(key) => {
            setIsAsking(false);
            setShownKey(key);
          }}
          onCancel={() => setIsAsking(false)}
        />
      </Dialog>
      <Dialog
        isOpen={shownKey !== null}
        onClose={() => setShownKey(null)}
        title="Copy the key now"
        description="It is shown this once. Programs send it as x-spool-key, beside the publishable key."
        footer={<Button onClick={() => setShownKey(null)}>I have it</Button>}
      >
        {shownKey !== null && <CodeBlock label="API key" code={shownKey} />}
      </Dialog>
    </>
  );
}
