-- A pause of a queue holds back what waits; what runs goes on.

create function private.person_name(user_id uuid)
returns text
language sql
stable
set search_path = ''
as $$
  select coalesce(
    (select coalesce(p.display_name, p.email) from public.profiles as p where p.user_id = person_name.user_id),
    'a program'
  );
$$;

comment on function private.person_name(uuid) is 'How to call somebody in a sentence; "a program" for nobody.';

create function private.in_words(moment timestamptz)
returns text
language sql
stable
set search_path = ''
as $$
  select to_char(moment at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC';
$$;

comment on function private.in_words(timestamptz) is 'A moment for a sentence.';

create function private.pause_in_words(queue public.queues)
returns text
language sql
stable
set search_path = ''
as $$
  select format(
    'Queue %s was paused by %s%s%s', queue.name, private.person_name(queue.paused_by),
    case when queue.paused_until is null then ' until somebody resumes it' else ' until ' || private.in_words(queue.paused_until) end,
    coalesce(': ' || nullif(queue.paused_reason, ''), '')
  );
$$;

comment on function private.pause_in_words(public.queues) is 'Who paused a queue, until when and why.';

create function public.pause_queue(name public.queue_name, reason text default null, until timestamptz default null)
returns public.queues
language plpgsql
security definer -- clients hold no UPDATE on queues; checks who asks
set search_path = ''
as $$
declare
  paused public.queues;
begin
  perform private.require_instance_role('operator');
  if until <= now() or until = 'infinity' then
    raise exception 'until must be a point in time that is still to come' using errcode = 'PT400';
  elsif char_length(reason) > 500 then
    raise exception 'reason may have at most 500 characters' using errcode = 'PT400';
  end if;

  update public.queues as q
  set is_paused = true, paused_by = auth.uid(), paused_reason = pause_queue.reason, paused_until = pause_queue.until
  where q.name = pause_queue.name and (not q.is_paused or q.paused_until <= now())
  returning q.* into paused;
  if not found then
    select q.* into paused from public.queues as q where q.name = pause_queue.name;
    if not found then
      raise exception 'Give the name of a queue' using errcode = 'PT400';
    end if;
    raise exception '%', private.pause_in_words(paused)
      using errcode = 'PT409', hint = 'To change reason or end, resume it and pause it again.';
  end if;
  return paused;
end;
$$;

comment on function public.pause_queue(public.queue_name, text, timestamptz) is
  'Lets nodes take nothing more from a queue, until a time or until somebody resumes it, and returns its row. What runs goes on. '
  'For operators of the instance. Raises PT400 for a time that is over and PT409 when the queue is paused already. '
  'Safe under concurrency: one caller wins.';

create function public.resume_queue(name public.queue_name)
returns public.queues
language plpgsql
security definer -- as above
set search_path = ''
as $$
declare
  resumed public.queues;
begin
  perform private.require_instance_role('operator');
  update public.queues as q
  set is_paused = false
  where q.name = resume_queue.name and q.is_paused
  returning q.* into resumed;
  if not found then
    if resume_queue.name is null then
      raise exception 'Give the name of a queue' using errcode = 'PT400';
    end if;
    raise exception 'Queue % is not paused', resume_queue.name using errcode = 'PT409';
  end if;
  return resumed;
end;
$$;

comment on function public.resume_queue(public.queue_name) is
  'Lets nodes take jobs from a paused queue again and returns its row. For operators of the instance. Raises PT409 when the '
  'queue is not paused. Safe under concurrency: one caller wins.';

revoke execute on function
  public.pause_queue(public.queue_name, text, timestamptz), public.resume_queue(public.queue_name)
from public, anon;
grant execute on function
  public.pause_queue(public.queue_name, text, timestamptz), public.resume_queue(public.queue_name)
to authenticated, service_role;
