-- A job that changed between the look at its status and its update was refused although the move was legal from where it had
-- come to: the update's second look does not see the legal moves anew. So the row is locked first.

create or replace function private.move_job(
  job_id uuid,
  to_status public.job_status,
  cause text,
  actor_kind public.actor_kind,
  actor_id text
)
returns public.jobs
language plpgsql
set search_path = ''
as $$
declare
  moved public.jobs;
  current_status public.job_status;
begin
  select j.status into current_status from public.jobs as j where j.id = move_job.job_id for no key update;
  if not found then
    raise exception 'Job % does not exist', move_job.job_id using errcode = 'PT404';
  end if;
  if not exists (
    select
    from private.job_transitions as t
    where t.from_status = current_status and t.to_status = move_job.to_status and t.cause = move_job.cause
  ) then
    raise exception 'A job that is % cannot become %', current_status, move_job.to_status
      using errcode = 'PT409', detail = format('Job %s, cause %s', move_job.job_id, move_job.cause);
  end if;
  perform private.begin_move(move_job.cause, move_job.actor_kind, move_job.actor_id);
  update public.jobs as j set status = move_job.to_status where j.id = move_job.job_id returning j.* into moved;
  return moved;
end;
$$;
