"use client";

import { Button } from "@spool/ui/button";
import { Choice } from "@spool/ui/choice";
import { describedBy, Field, TextInput } from "@spool/ui/field";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { createApiKeyMutation } from "../../../../data/api-keys/api-keys-query.ts";
import { PROJECT_ROLES, type ProjectRole } from "../../../../data/members/members-query.ts";
import type { Project } from "../../../../data/projects/projects-query.ts";
import { useSupabase } from "../../../../lib/supabase-browser.tsx";
import { correctedNowMs } from "../../../../time/now.ts";
import { RefusalLine } from "../../_components/refusal-line.tsx";

const DAY_MS = 86_400_000;

const LIVES = [
  { value: "never", label: "until it is revoked" },
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "a year" },
] as const;

interface NewKeyFormProps {
  project: Project;
  onCreated: (key: string) => void;
  onCancel: () => void;
}

export function NewKeyForm({ project, onCreated, onCancel }: NewKeyFormProps) {
  const create = useMutation(createApiKeyMutation(useSupabase(), useQueryClient()));
  const [name, setName] = useState("");
  const [role, setRole] = useState<ProjectRole>("operator");
  const [days, setDays] = useState<string>("never");

  function handleSubmit(event: React.SyntheticEvent): void {
    event.preventDefault();
    const expiresAt =
      days === "never" ? null : new Date(correctedNowMs() + Number(days) * DAY_MS).toISOString();
    create.mutate({ projectId: project.id, name, role, expiresAt }, { onSuccess: onCreated });
  }

  const help = "Which program has it.";
  return (
    <form onSubmit={handleSubmit} className="flex flex-col gap-4">
      <p className="text-ink-soft">It speaks for {project.name}.</p>
      <Field controlId="key-name" label="Name" isRequired help={help}>
        <TextInput
          id="key-name"
          required
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
          {...describedBy("key-name", help, undefined)}
        />
      </Field>
      <Choice
        label="What it may do"
        options={PROJECT_ROLES.map((option) => ({ value: option, label: option }))}
        value={role}
        onChange={(value) => setRole(PROJECT_ROLES.find((option) => option === value) ?? role)}
      />
      <Choice label="Valid" options={LIVES} value={days} onChange={setDays} />
      <RefusalLine error={create.error} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="primary" isBusy={create.isPending}>
          Create the key
        </Button>
      </div>
    </form>
  );
}
