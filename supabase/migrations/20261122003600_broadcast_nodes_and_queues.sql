-- Live state of nodes and queues, each on one topic for all.

create function private.broadcast_rows()
returns trigger
language plpgsql
security definer -- whoever writes need not be allowed to send on the topic
set search_path = ''
as $$
begin
  perform realtime.send(to_jsonb(n), tg_argv[0], tg_argv[1], true)
  from new_rows as n;
  return null;
end;
$$;

comment on function private.broadcast_rows() is 'After a statement: sends each row as the event and on the topic named by the arguments.';

create trigger nodes_broadcast_inserted
  after insert on public.nodes
  referencing new table as new_rows
  for each statement execute function private.broadcast_rows('node_changed', 'nodes');

create trigger nodes_broadcast_updated
  after update on public.nodes
  referencing new table as new_rows
  for each statement execute function private.broadcast_rows('node_changed', 'nodes');

create trigger queues_broadcast_updated
  after update on public.queues
  referencing new table as new_rows
  for each statement execute function private.broadcast_rows('queue_changed', 'queues');
