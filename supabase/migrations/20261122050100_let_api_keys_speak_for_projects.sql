-- Who asks, and what they may: the questions that policies and RPCs share.

create or replace function private.my_project_ids(at_least public.project_role default 'viewer')
returns setof uuid
language plpgsql -- its plan is kept; one in SQL is planned with every call
stable
security definer -- policies on project_members itself ask it, which would recurse
set search_path = ''
as $$
declare
  caller_id uuid := auth.uid();
  key public.api_keys;
begin
  if auth.role() = 'service_role' then
    return query select p.id from public.projects as p;
    return;
  end if;
  if caller_id is not null then
    return query
    select m.project_id from public.project_members as m where m.user_id = caller_id and m.role >= at_least;
  end if;
  key := private.current_api_key();
  if key.role >= at_least then
    return next key.project_id;
  end if;
end;
$$;

comment on function private.my_project_ids(public.project_role) is
  'The projects in which the caller has at least this role, as a member or by the API key that the request carries; every '
  'project for the service key. Nothing for who neither is signed in nor sends a key.';

grant execute on function private.my_project_ids(public.project_role) to anon;

create function private.my_project_role(project_id uuid)
returns public.project_role
language plpgsql
stable
security definer -- asks for members and keys
set search_path = ''
as $$
declare
  key public.api_keys := private.current_api_key();
begin
  if auth.role() = 'service_role' then
    return (select 'admin'::public.project_role from public.projects as p where p.id = my_project_role.project_id);
  end if;
  return (
    select max(r.role)
    from (
      select m.role
      from public.project_members as m
      where m.project_id = my_project_role.project_id and m.user_id = auth.uid()
      union all
      select key.role where key.project_id = my_project_role.project_id
    ) as r
  );
end;
$$;

comment on function private.my_project_role(uuid) is 'What the caller is in a project. Null: nothing, or there is no such project.';

create function private.require_caller()
returns void
language plpgsql
stable
security definer -- asks for the key
set search_path = ''
as $$
declare
  key public.api_keys;
begin
  if auth.role() = 'anon' then
    key := private.current_api_key();
    if key.id is null then
      raise exception 'Sign in, or send an API key as x-spool-key' using errcode = 'PT401';
    end if;
  end if;
end;
$$;

comment on function private.require_caller() is 'Raises PT401 for who neither is signed in nor sends an API key.';

create function private.require_project_role(project_id uuid, at_least public.project_role)
returns void
language plpgsql
security definer -- asks for members and keys
set search_path = ''
as $$
declare
  key public.api_keys := private.current_api_key();
  mine public.project_role := private.my_project_role(require_project_role.project_id);
begin
  perform private.require_caller();
  if mine is null then
    raise exception 'Project % does not exist, or you are not a member of it', require_project_role.project_id
      using errcode = 'PT404';
  elsif mine < at_least then
    raise exception 'This takes the role % in the project; yours is %', at_least, mine
      using errcode = 'PT403', hint = 'Ask an administrator of the project.';
  end if;
  if key.id is not null then
    perform private.note_api_key_use(key.id);
  end if;
end;
$$;

comment on function private.require_project_role(uuid, public.project_role) is
  'Raises PT404 when the caller sees nothing of the project, PT403 when their role in it is lower than asked for, and PT401 '
  'for who neither is signed in nor sends a key.';

create function private.my_instance_role()
returns public.instance_role
language plpgsql
stable
security definer -- a profile is looked up whatever policies it has
set search_path = ''
as $$
begin
  if auth.role() = 'service_role' then
    return 'admin';
  end if;
  return coalesce((select p.instance_role from public.profiles as p where p.user_id = auth.uid()), 'none');
end;
$$;

comment on function private.my_instance_role() is
  'What the caller may do to nodes, queues, sites, schedules and system tasks. An API key may nothing; the service key all.';

create function private.require_instance_role(at_least public.instance_role)
returns void
language plpgsql
set search_path = ''
as $$
declare
  mine public.instance_role := private.my_instance_role();
begin
  perform private.require_caller();
  if mine < at_least then
    raise exception 'This takes the instance role %; yours is %', at_least, mine
      using errcode = 'PT403', hint = 'Ask an administrator of this installation.';
  end if;
end;
$$;

comment on function private.require_instance_role(public.instance_role) is
  'Raises PT403 when the caller''s instance role is lower than asked for, and PT401 for nobody at all.';

create function private.current_actor(out actor_kind public.actor_kind, out actor_id text)
language plpgsql
stable
security definer -- asks for the key
set search_path = ''
as $$
declare
  user_id uuid := auth.uid();
  key public.api_keys;
begin
  if user_id is not null then
    actor_kind := 'user';
    actor_id := user_id;
    return;
  end if;
  key := private.current_api_key();
  if key.id is not null then
    actor_kind := 'api_key';
    actor_id := key.id;
  elsif session_user = 'spool_worker' then
    actor_kind := 'worker';
  else
    actor_kind := 'service';
  end if;
end;
$$;

comment on function private.current_actor() is
  'In whose name a change is recorded: the user, who comes before a key that they send as well; the key; a worker; else the service.';

grant execute on function
  private.my_project_role(uuid),
  private.require_caller(),
  private.require_project_role(uuid, public.project_role),
  private.my_instance_role(),
  private.require_instance_role(public.instance_role),
  private.current_actor()
to anon, authenticated, service_role;

create policy "Administrators see the keys of their projects"
  on public.api_keys for select to anon, authenticated
  using (project_id in (select private.my_project_ids('admin')));
