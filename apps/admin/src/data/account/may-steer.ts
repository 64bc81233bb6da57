import { JOB_TYPE_NAMES } from "@spool/contracts/job-type-facts";
import type { JobRow } from "../jobs/job-row.ts";
import type { Account } from "./account-query.ts";
import { mayOperate, mayOperateInstance } from "./may-operate.ts";

const MEDIA_TYPES: ReadonlySet<string> = new Set(JOB_TYPE_NAMES);

/** Whether the job makes a video, which people submit by hand. The others are system tasks. */
export const isMedia = ({ job_type }: Pick<JobRow, "job_type">): boolean => MEDIA_TYPES.has(job_type);

/** Whether this person may steer the job: system tasks belong to operators of the instance, the rest to its project's. */
export const maySteer = (account: Account, job: Pick<JobRow, "job_type" | "project_id">): boolean =>
  isMedia(job) ? mayOperate(account, job.project_id) : mayOperateInstance(account);
