-- Who belongs to a project and as what. Administrators of the project decide, and those of the instance, so that a
-- project whose people have all gone can be taken up again.

create function private.require_project_admin(project_id uuid)
returns void
language plpgsql
security definer -- locks the project, which clients may not
set search_path = ''
as $$
declare
  key public.api_keys := private.current_api_key();
begin
  if key.id is not null then
    raise exception 'Members, keys and limits are managed by people, not with an API key'
      using errcode = 'PT403', hint = 'Sign in as an administrator of the project.';
  end if;
  if private.my_instance_role() <> 'admin' then
    perform private.require_project_role(require_project_admin.project_id, 'admin');
  end if;
  -- One change of a project's people at a time: two administrators who remove each other must not both succeed.
  perform from public.projects as p where p.id = require_project_admin.project_id for no key update;
  if not found then
    raise exception 'Project % does not exist', require_project_admin.project_id using errcode = 'PT404';
  end if;
end;
$$;

comment on function private.require_project_admin(uuid) is
  'Raises as require_project_role does unless the caller administers the project or the instance, and PT403 for an API key, so '
  'that a stolen one cannot make others that outlive it. Locks the project until the end of the transaction.';

create function private.keep_an_admin(project_id uuid, without uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if exists (
    select
    from public.project_members as m
    where m.project_id = keep_an_admin.project_id and m.user_id = keep_an_admin.without and m.role = 'admin'
  ) and not exists (
    select
    from public.project_members as m
    where m.project_id = keep_an_admin.project_id and m.user_id <> keep_an_admin.without and m.role = 'admin'
  ) then
    raise exception 'A project keeps at least one administrator, and this is the last'
      using errcode = 'PT409', hint = 'Make somebody else an administrator first.';
  end if;
end;
$$;

comment on function private.keep_an_admin(uuid, uuid) is 'Raises PT409 when a project would be without an administrator without this one.';

create function public.create_project(slug text, name text)
returns public.projects
language plpgsql
security definer -- clients hold no INSERT on projects
set search_path = ''
as $$
declare
  made public.projects;
begin
  perform private.require_instance_role('admin');
  if create_project.slug is null or create_project.slug !~ '^[a-z0-9][a-z0-9-]{0,62}$' then
    raise exception 'slug must be 1 to 63 lower case letters, digits and hyphens, and not begin with a hyphen' using errcode = 'PT400';
  elsif coalesce(char_length(btrim(create_project.name)), 0) not between 1 and 200 then
    raise exception 'name must be 1 to 200 characters long' using errcode = 'PT400';
  end if;

  insert into public.projects as p (slug, name)
  values (create_project.slug, btrim(create_project.name))
  on conflict on constraint projects_slug_key do nothing
  returning p.* into made;
  if not found then
    raise exception 'There is a project "%" already', create_project.slug using errcode = 'PT409', hint = 'Choose another slug.';
  end if;
  if auth.uid() is not null then
    insert into public.project_members (project_id, user_id, role) values (made.id, auth.uid(), 'admin');
  end if;
  return made;
end;
$$;

comment on function public.create_project(text, text) is
  'Makes a project, whose first administrator is the caller, and returns it. For administrators of the instance. '
  'Raises PT400 for a bad slug or name and PT409 for a slug that is taken.';

create function public.rename_project(project_id uuid, name text)
returns public.projects
language plpgsql
security definer -- clients hold no UPDATE on projects
set search_path = ''
as $$
declare
  renamed public.projects;
begin
  perform private.require_project_admin(rename_project.project_id);
  if coalesce(char_length(btrim(rename_project.name)), 0) not between 1 and 200 then
    raise exception 'name must be 1 to 200 characters long' using errcode = 'PT400';
  end if;
  update public.projects as p
  set name = btrim(rename_project.name)
  where p.id = rename_project.project_id
  returning p.* into renamed;
  return renamed;
end;
$$;

comment on function public.rename_project(uuid, text) is
  'Gives a project another name and returns it; its slug stays, because addresses hold it. For its administrators. Raises PT400 for a bad name.';

create function public.add_member(
  project_id uuid, user_id uuid default null, email text default null, role public.project_role default 'viewer'
)
returns public.project_members
language plpgsql
security definer -- clients hold no INSERT on project_members
set search_path = ''
as $$
declare
  account uuid;
  added public.project_members;
begin
  perform private.require_project_admin(add_member.project_id);
  if (add_member.user_id is null) = (add_member.email is null) then
    raise exception 'Give either user_id or email' using errcode = 'PT400';
  elsif add_member.role is null then
    raise exception 'role is required: viewer, operator or admin' using errcode = 'PT400';
  end if;

  select p.user_id into account
  from public.profiles as p
  where p.user_id = add_member.user_id or lower(p.email) = lower(btrim(add_member.email));
  if not found then
    raise exception 'There is no account with this %', case when add_member.email is null then 'user_id' else 'email' end
      using errcode = 'PT404', hint = 'Invite the person first: an account must exist before it can join a project.';
  end if;

  insert into public.project_members as m (project_id, user_id, role)
  values (add_member.project_id, account, add_member.role)
  on conflict on constraint project_members_pkey do nothing
  returning m.* into added;
  if not found then
    raise exception 'This person is a member already' using errcode = 'PT409', hint = 'Change the role with change_member_role.';
  end if;
  return added;
end;
$$;

comment on function public.add_member(uuid, uuid, text, public.project_role) is
  'Makes somebody who has an account a member, found by user_id or by email, and returns the membership. For administrators of '
  'the project. Raises PT404 for no such account and PT409 for somebody who is a member already.';

create index profiles_email_idx on public.profiles (lower(email));

create function public.change_member_role(project_id uuid, user_id uuid, role public.project_role)
returns public.project_members
language plpgsql
security definer -- clients hold no UPDATE on project_members
set search_path = ''
as $$
declare
  changed public.project_members;
begin
  perform private.require_project_admin(change_member_role.project_id);
  if change_member_role.role is null then
    raise exception 'role is required: viewer, operator or admin' using errcode = 'PT400';
  elsif change_member_role.role < 'admin' then
    perform private.keep_an_admin(change_member_role.project_id, change_member_role.user_id);
  end if;
  update public.project_members as m
  set role = change_member_role.role
  where m.project_id = change_member_role.project_id and m.user_id = change_member_role.user_id
  returning m.* into changed;
  if not found then
    raise exception 'This person is not a member' using errcode = 'PT404', hint = 'Add them with add_member.';
  end if;
  return changed;
end;
$$;

comment on function public.change_member_role(uuid, uuid, public.project_role) is
  'Changes what a member is and returns the membership. For administrators of the project. Raises PT404 for somebody who is no '
  'member, and PT409 when the last administrator would be lowered. Safe under concurrency.';

create function public.remove_member(project_id uuid, user_id uuid)
returns void
language plpgsql
security definer -- clients hold no DELETE on project_members
set search_path = ''
as $$
begin
  if remove_member.user_id = auth.uid() then
    -- Whoever is in a project may leave it; the lock is that of require_project_admin.
    perform private.require_project_role(remove_member.project_id, 'viewer');
    perform from public.projects as p where p.id = remove_member.project_id for no key update;
  else
    perform private.require_project_admin(remove_member.project_id);
  end if;
  perform private.keep_an_admin(remove_member.project_id, remove_member.user_id);
  delete from public.project_members as m
  where m.project_id = remove_member.project_id and m.user_id = remove_member.user_id;
  if not found then
    raise exception 'This person is not a member' using errcode = 'PT404';
  end if;
end;
$$;

comment on function public.remove_member(uuid, uuid) is
  'Takes somebody out of a project: an administrator anybody, everybody themselves. Raises PT404 for somebody who is no member, '
  'and PT409 for the last administrator. Safe under concurrency.';

create function public.set_instance_role(user_id uuid, role public.instance_role)
returns public.profiles
language plpgsql
security definer -- clients hold no UPDATE on profiles
set search_path = ''
as $$
declare
  changed public.profiles;
begin
  perform private.require_instance_role('admin');
  if set_instance_role.role is null then
    raise exception 'role is required: none, operator or admin' using errcode = 'PT400';
  end if;
  -- In one order, so that two administrators who lower each other wait instead of both succeeding.
  perform from public.profiles as p where p.instance_role = 'admin' order by p.user_id for no key update;
  if set_instance_role.role < 'admin'
    and exists (select from public.profiles as p where p.user_id = set_instance_role.user_id and p.instance_role = 'admin')
    and not exists (select from public.profiles as p where p.user_id <> set_instance_role.user_id and p.instance_role = 'admin')
  then
    raise exception 'An installation keeps at least one administrator, and this is the last'
      using errcode = 'PT409', hint = 'Make somebody else an administrator first.';
  end if;
  update public.profiles as p
  set instance_role = set_instance_role.role
  where p.user_id = set_instance_role.user_id
  returning p.* into changed;
  if not found then
    raise exception 'There is no account with this user_id' using errcode = 'PT404';
  end if;
  return changed;
end;
$$;

comment on function public.set_instance_role(uuid, public.instance_role) is
  'Changes what somebody may do to nodes, queues, sites, schedules and system tasks, and returns the profile. For administrators '
  'of the instance. Raises PT404 for no such account and PT409 when the last administrator would be lowered. Safe under concurrency.';

create index profiles_instance_role_idx on public.profiles (user_id) where instance_role = 'admin';

grant execute on function
  public.create_project(text, text),
  public.rename_project(uuid, text),
  public.add_member(uuid, uuid, text, public.project_role),
  public.change_member_role(uuid, uuid, public.project_role),
  public.remove_member(uuid, uuid),
  public.set_instance_role(uuid, public.instance_role)
to authenticated, service_role;

create policy "Administrators of the instance read every profile"
  on public.profiles for select to authenticated
  using ((select private.my_instance_role()) = 'admin');

create policy "Administrators of the instance read every project"
  on public.projects for select to authenticated
  using ((select private.my_instance_role()) = 'admin');

create policy "Administrators of the instance see every member"
  on public.project_members for select to authenticated
  using ((select private.my_instance_role()) = 'admin');
