-- Realtime and Storage hand the headers of a connection to the policies as REST does (hosted Realtime those that begin
-- with x-), so a key opens private channels and the finished files too.

create or replace function private.may_read_topic(topic text)
returns boolean
language sql
stable
security definer -- looks up memberships and jobs whatever policies they have
set search_path = ''
as $$
  select case
    when topic in ('nodes', 'queues') then auth.role() <> 'anon' or private.has_api_key()
    when topic like 'project:%' then
      substr(topic, 9) in (select p.id::text from private.my_project_ids() as p (id))
    when topic like 'job:%' then private.may_read_job(substr(topic, 5))
    else false
  end;
$$;

comment on function private.may_read_topic(text) is
  'Whether the caller may listen to a topic: nodes and queues for who is signed in or sends an API key, project:<id> and job:<id> '
  'for members and keys of the project.';

grant execute on function private.may_read_topic(text) to anon;

alter policy "People listen to what they may see" on realtime.messages to anon, authenticated;

alter policy "Members read the finished files of their jobs" on storage.objects to anon, authenticated;
