-- Workers and the functions that they call are deployed one after the other. Each worker knows by number what it was
-- built for, and the database says which numbers it serves.

create function private.worker_interface()
returns table (oldest integer, newest integer)
language sql
immutable
set search_path = ''
as $$
  select 1, 2;
$$;

comment on function private.worker_interface() is
  'Which versions of the functions for workers this database serves, from oldest to newest. A migration that adds what newer '
  'workers need raises newest; one that takes away what older workers call raises oldest, and they then say so and take nothing '
  'more. 1: without this function. 2: nodes tell of encoders, renderers and cached projects with their heartbeat.';

grant execute on function private.worker_interface() to spool_worker;
