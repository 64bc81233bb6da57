import { factsOf, type StageDefinition } from "@spool/contracts/job-type-facts";

/** The stages of a type in their order; none for a type that this console does not know. */
export const stagesOf = (jobType: string): readonly StageDefinition[] => factsOf(jobType)?.stages ?? [];

/** What a stage is called. One that the catalogue does not have keeps the name it came with. */
export const stageTitle = (jobType: string, stage: string): string =>
  stagesOf(jobType).find(({ name }) => name === stage)?.title ?? stage;

/** What a running job is at, within a line. */
export const stageWords = ({ job_type, stage }: { job_type: string; stage: string | null }): string =>
  stage === null ? "starting" : stageTitle(job_type, stage).toLowerCase();

export const jobTypeTitle = (jobType: string): string => factsOf(jobType)?.title ?? jobType;

/** What a job is called; a task goes by its type. */
export const jobTitle = ({ title, job_type }: { title: string; job_type: string }): string =>
  title === "" ? jobTypeTitle(job_type) : title;
