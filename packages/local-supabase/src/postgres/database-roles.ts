/** The roles that log in, each with a password of its own. `spool_worker` exists once the migrations have made it. */
export const LOGIN_ROLES = [
  "supabase_admin",
  "postgres",
  "authenticator",
  "supabase_auth_admin",
  "spool_worker",
] as const;

export type LoginRole = (typeof LOGIN_ROLES)[number];
export type DatabasePasswords = Readonly<Record<LoginRole, string>>;
