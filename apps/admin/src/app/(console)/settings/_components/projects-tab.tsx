"use client";

import { Button } from "@spool/ui/button";
import { Dialog } from "@spool/ui/dialog";
import { describedBy, Field, TextInput } from "@spool/ui/field";
import { EmptyState } from "@spool/ui/notice";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { administersInstance, administersProject } from "../../../../data/account/may-operate.ts";
import { saveProjectMutation } from "../../../../data/projects/project-mutations.ts";
import type { Project } from "../../../../data/projects/projects-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { RefusalLine } from "../../_components/refusal-line.tsx";

export function ProjectsTab({ projects }: { projects: readonly Project[] }) {
  const account = useAccount();
  const [edited, setEdited] = useState<Project | "new" | null>(null);
  const newButton = administersInstance(account) && (
    <Button onClick={() => setEdited("new")}>
      <Plus aria-hidden="true" className="size-4" />
      New project
    </Button>
  );
  return (
    <div className="max-w-4xl">
      <div className="mb-3 flex justify-end empty:hidden">{newButton}</div>
      <div className="rounded-lg border bg-surface">
        {projects.length === 0 ? (
          <EmptyState>You belong to no project yet.</EmptyState>
        ) : (
          <ul className="divide-y">
            {projects.map((project) => (
              <li key={project.id} className="flex min-h-11 items-center gap-4 px-4">
                <span className="min-w-0 flex-1 truncate">
                  {project.name} <span className="text-ink-faint">{project.slug}</span>
                </span>
                <span className="text-xs text-ink-faint">
                  {account.memberships.find(({ project_id }) => project_id === project.id)?.role ??
                    "not a member"}
                </span>
                {administersProject(account, project.id) && (
                  <Button
                    variant="ghost"
                    aria-label={`Rename ${project.name}`}
                    onClick={() => setEdited(project)}
                  >
                    Rename
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )}
      </div>
      {edited !== null && (
        <ProjectDialog project={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
      )}
    </div>
  );
}

function ProjectDialog({ project, onClose }: { project: Project | null; onClose: () => void }) {
  const save = useMutation(saveProjectMutation(useSupabase(), useQueryClient()));
  const [name, setName] = useState(project?.name ?? "");
  const [slug, setSlug] = useState("");

  function handleSubmit(event: React.SyntheticEvent): void {
    event.preventDefault();
    save.mutate(
      project === null ? { kind: "create", slug, name } : { kind: "rename", projectId: project.id, name },
      {
        onSuccess: (saved) => {
          toast(project === null ? `${saved.name} is there, and you administer it` : `Now ${saved.name}`);
          onClose();
        },
      },
    );
  }

  const slugHelp = "Lower case letters, digits and hyphens. It stays as it is.";
  return (
    <Dialog isOpen onClose={onClose} title={project === null ? "New project" : `Rename ${project.name}`}>
      <form onSubmit={handleSubmit} className="flex flex-col gap-4">
        <Field controlId="project-name" label="Name" isRequired>
          <TextInput
            id="project-name"
            required
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        {project === null && (
          <Field controlId="project-slug" label="Slug" isRequired help={slugHelp}>
            <TextInput
              id="project-slug"
              required
              spellCheck={false}
              value={slug}
              onChange={(event) => setSlug(event.target.value)}
              className="font-mono"
              {...describedBy("project-slug", slugHelp, undefined)}
            />
          </Field>
        )}
        <RefusalLine error={save.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" isBusy={save.isPending}>
            {project === null ? "Create the project" : "Rename the project"}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
