import { JOB_CATALOGUE, jobTypeSchema, type StageDefinition } from "@spool/contracts/job-catalogue";

/** The stages of a type in their order; none for a type that this console does not know. */
export function stagesOf(jobType: string): readonly StageDefinition[] {
  const known = jobTypeSchema.safeParse(jobType);
  return known.success ? JOB_CATALOGUE[known.data].stages : [];
}

/** What a stage is called. One that the catalogue does not have keeps the name it came with. */
export const stageTitle = (jobType: string, stage: string): string =>
  stagesOf(jobType).find(({ name }) => name === stage)?.title ?? stage;

export function jobTypeTitle(jobType: string): string {
  const known = jobTypeSchema.safeParse(jobType);
  return known.success ? JOB_CATALOGUE[known.data].title : jobType;
}
