-- Jobs that come again: media jobs and system tasks alike, on cron.

create type public.missed_run_policy as enum ('skip', 'run_once', 'run_all');
comment on type public.missed_run_policy is 'What becomes of runs that came due while nothing was there to start them.';

create table public.schedules (
  id                  uuid primary key default gen_random_uuid(),
  project_id          uuid not null default '00000000-0000-4000-8000-000000000001' references public.projects (id) on delete cascade,
  name                text not null check (char_length(btrim(name)) between 1 and 120),
  job_type            text not null references public.job_types (name),
  payload             jsonb not null default '{}',
  queue               public.queue_name,
  priority            public.job_priority not null default 'medium',
  cron                text not null check (char_length(cron) <= 200),
  time_zone           text not null default 'UTC',
  missed_runs         public.missed_run_policy not null default 'run_once',
  may_overlap         boolean not null default false,
  is_enabled          boolean not null default true,
  next_run_at         timestamptz,
  last_run_at         timestamptz,
  last_job_id         uuid,
  last_problem        text,
  created_by          uuid references public.profiles (user_id) on delete set null,
  created_at          timestamptz not null default now(),
  updated_at          timestamptz not null default now(),
  revision            bigint not null default 1,
  unique (project_id, name)
);

comment on table public.schedules is
  'A job that is submitted again and again. Insert, update and delete rows; the columns from next_run_at on are the system''s.';
comment on column public.schedules.queue is 'Null: the default queue of the job type.';
comment on column public.schedules.cron is 'Minute, hour, day of month, month, day of week, as in crontab(5); @daily and its like.';
comment on column public.schedules.time_zone is 'Name of the IANA list. The cron expression is read on the clock of that zone.';
comment on column public.schedules.may_overlap is 'Whether a run starts although the job of the last one has not finished. Otherwise it is left out, with a problem noted.';
comment on column public.schedules.next_run_at is 'Null while it is not enabled, and where the expression names a date that never comes.';
comment on column public.schedules.last_problem is 'Why the last run that was due did not start. Null when it did.';

create index schedules_due_idx on public.schedules (next_run_at) where is_enabled;

create function private.prepare_schedule()
returns trigger
language plpgsql
security definer -- reads the catalogue, and keeps columns that whoever writes may not set
set search_path = ''
as $$
declare
  schema jsonb;
  problems text[];
begin
  select t.payload_schema into schema from public.job_types as t where t.name = new.job_type;
  if not found then
    raise exception 'job_type "%" is not known', left(coalesce(new.job_type, ''), 100) using errcode = 'PT400';
  end if;
  problems := private.json_schema_errors(schema, coalesce(new.payload, 'null'), 'payload');
  if cardinality(problems) > 0 then
    raise exception '%', array_to_string(problems[:5], '; ') using errcode = 'PT400';
  end if;
  new.updated_at := now();
  if tg_op = 'INSERT' then
    new.created_by := auth.uid();
    new.created_at := now();
    new.revision := 1;
    new.last_run_at := null;
    new.last_job_id := null;
    new.last_problem := null;
  else
    new.created_by := old.created_by;
    new.created_at := old.created_at;
    new.revision := old.revision + 1;
  end if;

  if tg_op = 'INSERT' or (new.cron, new.time_zone, new.is_enabled) is distinct from (old.cron, old.time_zone, old.is_enabled) then
    perform private.require_time_zone(new.time_zone);
    new.next_run_at := null;
    select n.at into new.next_run_at from private.next_cron_times(new.cron, new.time_zone, now(), 1) as n (at);
    if new.next_run_at is null then
      raise exception 'cron: "%" names a date that never comes', left(new.cron, 60) using errcode = 'PT400';
    end if;
    if not new.is_enabled then
      new.next_run_at := null;
    end if;
  end if;
  return new;
end;
$$;

comment on function private.prepare_schedule() is
  'Before insert or update on schedules: raises PT400 for a job type, payload, cron expression or time zone that will not do, '
  'and sets the next run.';

create trigger schedules_prepare
  before insert or update of project_id, name, job_type, payload, queue, priority, cron, time_zone, missed_runs, may_overlap, is_enabled
  on public.schedules
  for each row execute function private.prepare_schedule();

create function private.may_submit(project_id uuid, job_type text)
returns boolean
language plpgsql
stable
security definer -- asks for roles
set search_path = ''
as $$
begin
  return case
    when exists (select from public.job_types as t where t.name = may_submit.job_type and t.kind = 'system')
      then private.my_instance_role() >= 'operator'
    else coalesce(private.my_project_role(may_submit.project_id) >= 'operator', false)
  end;
end;
$$;

comment on function private.may_submit(uuid, text) is
  'Whether the caller may have jobs of a type run in a project: media jobs take its operators, system tasks those of the instance.';

grant execute on function private.may_submit(uuid, text) to anon, authenticated, service_role;

alter table public.schedules enable row level security;

create policy "Members read the schedules of their projects"
  on public.schedules for select to anon, authenticated
  using (project_id in (select private.my_project_ids()));

create policy "Operators of the instance read all schedules"
  on public.schedules for select to authenticated
  using ((select private.my_instance_role()) >= 'operator');

create policy "Operators make schedules"
  on public.schedules for insert to anon, authenticated
  with check (private.may_submit(project_id, job_type));

create policy "Operators change schedules"
  on public.schedules for update to anon, authenticated
  using (private.may_submit(project_id, job_type))
  with check (private.may_submit(project_id, job_type));

create policy "Operators remove schedules"
  on public.schedules for delete to anon, authenticated
  using (private.may_submit(project_id, job_type));

revoke all on table public.schedules from anon, authenticated;
grant select, delete on table public.schedules to anon, authenticated;
grant
  insert (id, project_id, name, job_type, payload, queue, priority, cron, time_zone, missed_runs, may_overlap, is_enabled),
  update (project_id, name, job_type, payload, queue, priority, cron, time_zone, missed_runs, may_overlap, is_enabled)
on table public.schedules to anon, authenticated;
grant all on table public.schedules to service_role;

create trigger schedules_audit
  after insert or update or delete on public.schedules
  for each row execute function private.audit_changes(
    'schedule', 'id', 'name', 'job_type', 'payload', 'queue', 'priority', 'cron', 'time_zone', 'missed_runs', 'may_overlap', 'is_enabled'
  );

create function public.preview_schedule(cron text, time_zone text default 'UTC', max integer default 5)
returns setof timestamptz
language plpgsql
stable
security definer -- the functions on cron are private
set search_path = ''
as $$
begin
  if max is null or max not between 1 and 100 then
    raise exception 'max must be between 1 and 100' using errcode = 'PT400';
  end if;
  perform private.require_time_zone(preview_schedule.time_zone);
  return query select * from private.next_cron_times(preview_schedule.cron, preview_schedule.time_zone, now(), max);
end;
$$;

comment on function public.preview_schedule(text, text, integer) is
  'The next runs that a cron expression means in a time zone. Raises PT400 saying what is wrong with either.';

revoke execute on function public.preview_schedule(text, text, integer) from public;
grant execute on function public.preview_schedule(text, text, integer) to anon, authenticated, service_role;

create function private.broadcast_schedule()
returns trigger
language plpgsql
security definer -- whoever changes a schedule need not be allowed to send on the topic
set search_path = ''
as $$
begin
  if tg_op = 'DELETE' then
    perform realtime.send(
      jsonb_build_object('id', old.id, 'revision', old.revision), 'schedule_deleted', 'project:' || old.project_id, true
    );
  else
    perform realtime.send(to_jsonb(new) - 'payload', 'schedule_changed', 'project:' || new.project_id, true);
  end if;
  return null;
end;
$$;

comment on function private.broadcast_schedule() is
  'After each change of a schedule: schedule_changed with every column but payload, or schedule_deleted {id, revision}, to its project.';

create trigger schedules_broadcast
  after insert or update or delete on public.schedules
  for each row execute function private.broadcast_schedule();
