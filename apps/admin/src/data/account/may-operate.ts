import type { Account, Membership } from "./account-query.ts";

/** The projects in which this person may submit and steer jobs. The database refuses the rest whatever is shown. */
export function operableProjects(account: Account): Membership[] {
  return account.memberships.filter(({ role }) => role !== "viewer");
}

export function mayOperate(account: Account, projectId: string): boolean {
  return operableProjects(account).some(({ project_id }) => project_id === projectId);
}

/** Whether this person may steer nodes, queues, tasks and sites. */
export const mayOperateInstance = ({ instance_role }: Account): boolean => instance_role !== "none";

export const administersInstance = ({ instance_role }: Account): boolean => instance_role === "admin";

/** Members, keys and limits are for the administrators of the project and of the instance. */
export function administersProject(account: Account, projectId: string): boolean {
  return (
    administersInstance(account) ||
    account.memberships.some(({ project_id, role }) => project_id === projectId && role === "admin")
  );
}

/** Whether this person reads any of the audit log. */
export const readsAudit = (account: Account): boolean =>
  administersInstance(account) || account.memberships.some(({ role }) => role === "admin");
