-- Filters that somebody has given a name, to come back to.

create table public.saved_views (
  id         uuid primary key default gen_random_uuid(),
  user_id    uuid not null default auth.uid() references auth.users (id) on delete cascade,
  name       text not null check (name = btrim(name) and length(name) between 1 and 80),
  query      text not null check (length(query) <= 4000),
  created_at timestamptz not null default now(),
  unique (user_id, name)
);

comment on table public.saved_views is 'Filters of the jobs list under a name, each seen and written by its owner alone.';
comment on column public.saved_views.query is 'The filter as it stands in the address, without the question mark; empty for all jobs.';

alter table public.saved_views enable row level security;

create policy "People read their own saved views"
  on public.saved_views for select to authenticated
  using (user_id = (select auth.uid()));
create policy "People save views for themselves"
  on public.saved_views for insert to authenticated
  with check (user_id = (select auth.uid()));
create policy "People change their own saved views"
  on public.saved_views for update to authenticated
  using (user_id = (select auth.uid()))
  with check (user_id = (select auth.uid()));
create policy "People delete their own saved views"
  on public.saved_views for delete to authenticated
  using (user_id = (select auth.uid()));

revoke all on table public.saved_views from anon, authenticated;
grant select, delete on table public.saved_views to authenticated;
grant insert (name, query), update (name, query) on table public.saved_views to authenticated;
grant all on table public.saved_views to service_role;

create function private.limit_saved_views()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  most constant integer := 100;
begin
  if (select count(*) from public.saved_views as v where v.user_id = new.user_id) >= most then
    raise exception 'There are % saved views already', most using errcode = 'PT409', hint = 'Delete one that is not needed any more.';
  end if;
  return new;
end;
$$;

comment on function private.limit_saved_views() is 'Before insert: raises PT409 where somebody has a hundred views, which nobody would find their way in.';

create trigger saved_views_limit
  before insert on public.saved_views
  for each row execute function private.limit_saved_views();
