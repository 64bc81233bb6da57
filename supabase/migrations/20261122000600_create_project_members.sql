-- Who may do what in a project, and the one helper that every policy asks.

create table public.project_members (
  project_id uuid not null references public.projects (id) on delete cascade,
  user_id    uuid not null references auth.users (id) on delete cascade,
  role       public.project_role not null default 'viewer',
  created_at timestamptz not null default now(),
  primary key (project_id, user_id)
);

comment on table public.project_members is 'Viewers read; operators also submit and steer jobs; admins also manage members.';

create index project_members_user_id_idx on public.project_members (user_id, project_id);

create function private.my_project_ids(at_least public.project_role default 'viewer')
returns setof uuid
language plpgsql -- its plan is kept; one in SQL is planned with every call
stable
security definer -- policies on project_members itself ask it, which would recurse
set search_path = ''
as $$
begin
  return query
  select m.project_id
  from public.project_members as m
  where m.user_id = (select auth.uid()) and m.role >= at_least
  union all
  select p.id
  from public.projects as p
  where (select auth.role()) = 'service_role';
end;
$$;

comment on function private.my_project_ids(public.project_role) is
  'The projects in which the caller has at least this role; every project for the service key.';

grant execute on function private.my_project_ids(public.project_role) to authenticated, service_role;

alter table public.project_members enable row level security;

create policy "Members see who else is in their projects"
  on public.project_members for select to authenticated
  using (project_id in (select private.my_project_ids()));

revoke all on table public.project_members from anon, authenticated;
grant select on table public.project_members to authenticated;
grant all on table public.project_members to service_role;

create policy "Members read their projects"
  on public.projects for select to authenticated
  using (id in (select private.my_project_ids()));

create policy "People read their own profile"
  on public.profiles for select to authenticated
  using (user_id = (select auth.uid()));

create policy "Members read the profiles of people in their projects"
  on public.profiles for select to authenticated
  using (
    user_id in (
      select m.user_id
      from public.project_members as m
      where m.project_id in (select private.my_project_ids())
    )
  );
