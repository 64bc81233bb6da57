"use client";

import {
  JOB_CATALOGUE,
  JOB_TYPE_NAMES,
  jobTypeSchema,
  type JobTypeName,
} from "@spool/contracts/job-catalogue";
import { Choice } from "@spool/ui/choice";
import { EmptyState, ErrorState } from "@spool/ui/notice";
import { useState } from "react";
import { useAccount } from "../../../../../../data/account/account-context.tsx";
import { operableProjects } from "../../../../../../data/account/may-operate.ts";
import { BatchMapping } from "./batch-mapping.tsx";
import { BatchReport } from "./batch-report.tsx";
import { guessMapping, type BatchPlan } from "./batch-rows.ts";
import type { BatchQuestions } from "./batch-messages.ts";
import { ChooseFile } from "./choose-file.tsx";
import { useBatchWorker } from "./use-batch-worker.ts";

type FileHead = BatchQuestions["read"]["answer"] & { name: string };

/** Many jobs of one type from a table or from JSON Lines: choose, look where everything goes, submit, and see what became of each row. */
export function Batch() {
  const projects = operableProjects(useAccount());
  const ask = useBatchWorker();
  const [file, setFile] = useState<FileHead | null>(null);
  const [plan, setPlan] = useState<BatchPlan | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isReading, setIsReading] = useState(false);
  const project = projects[0];
  if (project === undefined) {
    return (
      <div className="rounded-lg border bg-surface">
        <EmptyState>
          You may watch jobs, but not submit them. An administrator of your project can make you an operator.
        </EmptyState>
      </div>
    );
  }

  async function read(chosen: File, type: JobTypeName, projectId: string): Promise<void> {
    setIsReading(true);
    setProblem(null);
    setFile(null);
    setPlan(null);
    try {
      const head = await ask("read", { file: chosen });
      if (head.rowCount === 0) {
        setProblem("The file has no rows. A table begins with a line that names its columns.");
        return;
      }
      setFile({ ...head, name: chosen.name });
      setPlan({ type, projectId, mapping: guessMapping(head.columns, type) });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setIsReading(false);
    }
  }

  const type = plan?.type ?? JOB_TYPE_NAMES[0];
  return (
    <div className="flex max-w-5xl min-w-0 flex-col gap-4">
      <ChooseFile
        fileName={file?.name ?? null}
        rowCount={file?.rowCount ?? null}
        isBusy={isReading}
        onChoose={(chosen) => void read(chosen, type, plan?.projectId ?? project.project_id)}
      />
      {problem !== null && <ErrorState title="The file could not be read" reason={problem} />}
      {file !== null && plan !== null && (
        <>
          <div className="flex flex-col gap-5 rounded-lg border bg-surface p-4 sm:p-5">
            <div className="flex flex-wrap gap-x-8 gap-y-4">
              <Choice
                label="Type of every job"
                options={JOB_TYPE_NAMES.map((name) => ({ value: name, label: JOB_CATALOGUE[name].title }))}
                value={type}
                onChange={(value) => {
                  const chosen = jobTypeSchema.parse(value);
                  setPlan({ ...plan, type: chosen, mapping: guessMapping(file.columns, chosen) });
                }}
              />
              {projects.length > 1 && (
                <Choice
                  label="Project"
                  options={projects.map(({ project_id, project_name }) => ({
                    value: project_id,
                    label: project_name,
                  }))}
                  value={plan.projectId}
                  onChange={(projectId) => setPlan({ ...plan, projectId })}
                />
              )}
            </div>
            <BatchMapping file={file} plan={plan} onChange={(mapping) => setPlan({ ...plan, mapping })} />
          </div>
          <BatchReport key={JSON.stringify(plan)} ask={ask} plan={plan} fileName={file.name} />
        </>
      )}
    </div>
  );
}
