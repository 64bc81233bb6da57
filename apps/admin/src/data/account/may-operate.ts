import type { Account, Membership } from "./account-query.ts";

/** The projects in which this person may submit and steer jobs. The database refuses the rest whatever is shown. */
export function operableProjects(account: Account): Membership[] {
  return account.memberships.filter(({ role }) => role !== "viewer");
}

export function mayOperate(account: Account, projectId: string): boolean {
  return operableProjects(account).some(({ project_id }) => project_id === projectId);
}
