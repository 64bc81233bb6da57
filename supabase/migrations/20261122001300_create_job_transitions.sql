-- The legal moves. The database refuses every other; tests, docs and console read this table.

create table private.job_transitions (
  from_status public.job_status,
  to_status   public.job_status not null,
  cause       text not null,
  unique nulls not distinct (from_status, to_status, cause)
);

comment on table private.job_transitions is 'Legal moves of a job and what may cause them. from_status is null for the insert.';

insert into private.job_transitions (from_status, to_status, cause)
values
  (null, 'pending', 'insert'),
  ('pending', 'queued', 'due'),
  ('queued', 'assigned', 'claim'),
  ('assigned', 'processing', 'start'),
  ('processing', 'completed', 'complete'),
  ('assigned', 'failed', 'fail'),
  ('processing', 'failed', 'fail'),
  ('assigned', 'pending', 'retry'),
  ('processing', 'pending', 'retry'),
  ('assigned', 'queued', 'hand_back'),
  ('processing', 'queued', 'hand_back'),
  ('assigned', 'queued', 'node_lost'),
  ('processing', 'queued', 'node_lost'),
  ('assigned', 'failed', 'node_lost'),
  ('processing', 'failed', 'node_lost'),
  ('pending', 'cancelled', 'cancel'),
  ('queued', 'cancelled', 'cancel'),
  ('assigned', 'cancelled', 'cancel'),
  ('processing', 'cancelled', 'cancel'),
  ('paused', 'cancelled', 'cancel'),
  ('pending', 'paused', 'pause'),
  ('queued', 'paused', 'pause'),
  ('assigned', 'paused', 'pause'),
  ('processing', 'paused', 'pause'),
  ('paused', 'pending', 'resume'),
  ('completed', 'pending', 'manual_retry'),
  ('failed', 'pending', 'manual_retry'),
  ('cancelled', 'pending', 'manual_retry');

alter table private.job_transitions enable row level security;

create function public.get_job_transitions()
returns table (from_status public.job_status, to_status public.job_status, cause text)
language sql
stable
security definer -- the table lies in a schema that is not exposed
set search_path = ''
as $$
  select t.from_status, t.to_status, t.cause
  from private.job_transitions as t
  order by t.from_status nulls first, t.to_status, t.cause;
$$;

comment on function public.get_job_transitions() is 'The legal moves of a job and their causes. from_status is null for the insert.';

revoke execute on function public.get_job_transitions() from public, anon;
grant execute on function public.get_job_transitions() to authenticated, service_role;
