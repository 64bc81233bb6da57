"use client";

import { Choice } from "@spool/ui/choice";
import { describedBy, Field, Select, TextInput } from "@spool/ui/field";
import Link from "next/link";
import { useState } from "react";
import { useAccount } from "../../../../data/account/account-context.tsx";
import { administersProject } from "../../../../data/account/may-operate.ts";
import type { ConsoleConfig } from "../../../../lib/console-config.ts";
import { CodeBlock } from "../../_components/code-block.tsx";
import { EXAMPLES, LANGUAGES, type Language } from "./example-code.ts";

/** What programs do most, ready to run: the reader's own address, key and project stand in it. */
export function Examples({ config }: { config: ConsoleConfig }) {
  const account = useAccount();
  const [language, setLanguage] = useState<Language>("curl");
  const [apiKey, setApiKey] = useState("");
  const [projectId, setProjectId] = useState(account.memberships[0]?.project_id ?? "");
  const filling = {
    ...config,
    apiKey: apiKey.trim() === "" ? "spool_…" : apiKey.trim(),
    projectId: projectId === "" ? "…" : projectId,
  };
  const keyHelp = "Stays in this page. It stands in the examples below.";

  return (
    <div className="grid items-start gap-6 xl:grid-cols-[20rem_minmax(0,1fr)]">
      <div className="flex flex-col gap-4 rounded-lg border bg-surface p-4 xl:sticky xl:top-20">
        <Choice
          label="In"
          options={LANGUAGES}
          value={language}
          onChange={(value) => setLanguage(LANGUAGES.find((one) => one.value === value)?.value ?? language)}
        />
        <Field controlId="example-key" label="API key" help={keyHelp}>
          <TextInput
            id="example-key"
            autoComplete="off"
            spellCheck={false}
            placeholder="spool_…"
            value={apiKey}
            onChange={(event) => setApiKey(event.target.value)}
            className="font-mono text-xs"
            {...describedBy("example-key", keyHelp, undefined)}
          />
        </Field>
        {projectId !== "" && administersProject(account, projectId) && (
          <Link
            prefetch={false}
            href={`/settings?tab=keys&project=${projectId}`}
            className="-mt-2 text-xs text-ink-soft underline-offset-4 hover:text-ink hover:underline"
          >
            Make a key
          </Link>
        )}
        {account.memberships.length > 1 && (
          <Field controlId="example-project" label="Project" isRequired>
            <Select
              id="example-project"
              value={projectId}
              onChange={(event) => setProjectId(event.target.value)}
            >
              {account.memberships.map(({ project_id, project_name }) => (
                <option key={project_id} value={project_id}>
                  {project_name}
                </option>
              ))}
            </Select>
          </Field>
        )}
        <div>
          <p className="mb-1.5 font-medium">Publishable key</p>
          <CodeBlock label="Publishable key" code={config.publishableKey} />
          <p className="mt-1.5 text-xs text-ink-faint">
            May be public: it says which installation is meant, not who asks.
          </p>
        </div>
      </div>
      <ol className="flex min-w-0 flex-col gap-6">
        {EXAMPLES.map(({ title, note, code }) => (
          <li key={title}>
            <h2 className="font-medium">{title}</h2>
            <p className="mt-0.5 mb-2 text-ink-soft">{note}</p>
            <CodeBlock label={title} code={code[language](filling)} className="bg-surface" />
          </li>
        ))}
      </ol>
    </div>
  );
}
