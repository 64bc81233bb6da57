-- Live state of what a job's page shows, on the topic of the job.

create function private.broadcast_job_rows()
returns trigger
language plpgsql
security definer -- whoever writes need not be allowed to send on the topic
set search_path = ''
as $$
begin
  -- A statement over so many rows is about many jobs, which their project's topic says with one jobs_changed.
  if (select count(*) from new_rows) > 50 then
    return null;
  end if;
  perform realtime.send(to_jsonb(n) - 'checkpoint', tg_argv[0], 'job:' || n.job_id, true)
  from new_rows as n;
  return null;
end;
$$;

comment on function private.broadcast_job_rows() is
  'After a statement on a table with job_id: sends each row, without its checkpoint, as the event named by the first argument.';

create trigger job_stages_broadcast_inserted
  after insert on public.job_stages
  referencing new table as new_rows
  for each statement execute function private.broadcast_job_rows('stage_changed');

create trigger job_stages_broadcast_updated
  after update on public.job_stages
  referencing new table as new_rows
  for each statement execute function private.broadcast_job_rows('stage_changed');

create trigger job_attempts_broadcast_inserted
  after insert on public.job_attempts
  referencing new table as new_rows
  for each statement execute function private.broadcast_job_rows('attempt_changed');

create trigger job_attempts_broadcast_updated
  after update on public.job_attempts
  referencing new table as new_rows
  for each statement execute function private.broadcast_job_rows('attempt_changed');

create trigger job_events_broadcast_inserted
  after insert on public.job_events
  referencing new table as new_rows
  for each statement execute function private.broadcast_job_rows('event_added');

create trigger job_files_broadcast_inserted
  after insert on public.job_files
  referencing new table as new_rows
  for each statement execute function private.broadcast_job_rows('file_added');

create function private.broadcast_job_logs()
returns trigger
language plpgsql
security definer -- as above
set search_path = ''
as $$
begin
  perform realtime.send(
    jsonb_build_object('lines', jsonb_agg(to_jsonb(l) - 'page' order by l.id)), 'logs', 'job:' || l.job_id, true
  )
  from (
    -- Realtime limits the size of a message.
    select n.*, (row_number() over (partition by n.job_id order by n.id) - 1) / 25 as page
    from new_rows as n
  ) as l
  group by l.job_id, l.page
  order by l.job_id, l.page;
  return null;
end;
$$;

comment on function private.broadcast_job_logs() is 'After each insert on job_logs: sends the lines, in order, at most 25 to a message.';

create trigger job_logs_broadcast_inserted
  after insert on public.job_logs
  referencing new table as new_rows
  for each statement execute function private.broadcast_job_logs();
