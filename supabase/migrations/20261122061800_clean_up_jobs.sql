create function public.cleanup_jobs(
  project_id uuid, older_than_seconds numeric, statuses public.job_status[] default '{completed,failed,cancelled}'
)
returns public.bulk_actions
language plpgsql
security invoker
set search_path = ''
as $$
begin
  if older_than_seconds is null or older_than_seconds <= 0 or older_than_seconds > 1e10 then
    raise exception 'older_than_seconds must be more than 0' using errcode = 'PT400';
  elsif coalesce(cardinality(statuses), 0) = 0 or not statuses <@ '{completed,failed,cancelled}' then
    raise exception 'statuses may be completed, failed and cancelled: only finished jobs are cleaned up' using errcode = 'PT400';
  end if;
  return public.start_bulk_action(
    project_id, 'remove',
    jsonb_build_object(
      'status', statuses,
      'finished_before', now() - make_interval(secs => older_than_seconds::double precision)
    )
  );
end;
$$;

comment on function public.cleanup_jobs(uuid, numeric, public.job_status[]) is
  'Sets out to remove the finished jobs of a project whose end lies longer back than older_than_seconds, as a bulk action that the '
  'workers carry on, and returns its row. For operators of the project. Raises PT404, PT403, and PT400 for an age of 0 or less '
  'and for statuses that are not final.';

revoke execute on function public.cleanup_jobs(uuid, numeric, public.job_status[]) from public;
grant execute on function public.cleanup_jobs(uuid, numeric, public.job_status[]) to anon, authenticated, service_role;
