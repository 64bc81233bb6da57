import { jobTypeSchema } from "@spool/contracts/job-catalogue";
import type { JobRow } from "../jobs/job-row.ts";
import type { Account } from "./account-query.ts";
import { mayOperate, mayOperateInstance } from "./may-operate.ts";

/** Whether this person may steer the job: system tasks belong to operators of the instance, the rest to its project's. */
export const maySteer = (account: Account, job: Pick<JobRow, "job_type" | "project_id">): boolean =>
  jobTypeSchema.safeParse(job.job_type).success
    ? mayOperate(account, job.project_id)
    : mayOperateInstance(account);
