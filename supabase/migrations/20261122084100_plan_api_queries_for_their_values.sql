-- A plan that is kept for every value of a filter cannot use a partial index: nothing says that its status is one of the rare
-- ones. Postgres reckons such a plan to be cheap, because a page is full soon where rows abound, and then reads a million rows to
-- find none. Planning anew costs a millisecond or two. This is the login role of PostgREST; connections that are open keep
-- what they have until they end.
do $$
begin
  alter role authenticator set plan_cache_mode = force_custom_plan;
exception when insufficient_privilege then
  raise warning 'Lists that filter by a rare status may be slow: role % may not set plan_cache_mode for authenticator', current_user;
end
$$;
