-- Of all callers those who are signed in look at lists. The login role's setting also reached every insert of a program, with
-- its triggers and foreign keys, which then took nearly twice as long. PostgREST sets what a role has with each request of it.
do $$
begin
  alter role authenticated set plan_cache_mode = force_custom_plan;
  alter role authenticator reset plan_cache_mode;
exception when insufficient_privilege then
  raise warning 'Lists that filter by a rare status may be slow: role % may not set plan_cache_mode for authenticated', current_user;
end
$$;
