-- A program with a key comes as anon (or as whoever it is signed in as): policies that ask my_project_ids open for anon,
-- and give nothing to somebody without a key.

alter policy "Members see who else is in their projects" on public.project_members to anon, authenticated;
alter policy "Members read their projects" on public.projects to anon, authenticated;
alter policy "Members read the jobs of their projects" on public.jobs to anon, authenticated;
alter policy "Operators submit jobs to their projects" on public.jobs to anon, authenticated;
alter policy "Members read the stages of their jobs" on public.job_stages to anon, authenticated;
alter policy "Members read the events of their projects" on public.job_events to anon, authenticated;
alter policy "Members read the attempts of their jobs" on public.job_attempts to anon, authenticated;
alter policy "Members read the logs of their jobs" on public.job_logs to anon, authenticated;
alter policy "Members read the files of their jobs" on public.job_files to anon, authenticated;
alter policy "Members read the counts of their projects" on public.job_counts to anon, authenticated;
alter policy "Members read the minutes of their projects" on public.job_minutes to anon, authenticated;
alter policy "Members read the changes of their projects" on public.job_count_deltas to anon, authenticated;

grant select on table
  public.projects, public.project_members, public.jobs, public.job_stages, public.job_events, public.job_attempts,
  public.job_logs, public.job_files, public.job_counts, public.job_minutes, public.job_count_deltas
to anon;
grant insert on table public.jobs to anon;

create function private.has_api_key()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  key public.api_keys := private.current_api_key();
begin
  return key.id is not null;
end;
$$;

comment on function private.has_api_key() is 'Whether the request carries a valid API key. Raises PT401 for an invalid one.';

-- has_api_key runs as its caller, who needs the key for it.
grant execute on function private.current_api_key(), private.has_api_key() to anon, authenticated, service_role;

create policy "Programs with a key read the queues"
  on public.queues for select to anon
  using ((select private.has_api_key()));

create policy "Programs with a key read the nodes"
  on public.nodes for select to anon
  using ((select private.has_api_key()));

create policy "Programs with a key read the catalogue"
  on public.job_types for select to anon
  using ((select private.has_api_key()));

grant select on table public.queues, public.nodes, public.job_types to anon;

grant execute on function
  private.may_read_job(text), private.status_counts(jsonb), private.oldest_due_jobs(),
  public.get_job_transitions(), public.get_queue_stats(),
  public.cancel_job(uuid), public.pause_job(uuid), public.resume_job(uuid), public.retry_job(uuid)
to anon;
