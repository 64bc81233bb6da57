-- One profile per user, made and kept up to date by triggers on auth.users. Policies follow with the members.

create table public.profiles (
  user_id       uuid primary key references auth.users (id) on delete cascade,
  email         text,
  display_name  text,
  instance_role public.instance_role not null default 'none',
  created_at    timestamptz not null default now()
);

comment on table public.profiles is 'What people see of each other, and what a person may do to the instance.';
comment on column public.profiles.instance_role is 'For nodes, queues, sites, schedules and system tasks. Projects have their own roles.';

alter table public.profiles enable row level security;

revoke all on table public.profiles from anon, authenticated;
grant select on table public.profiles to authenticated;
grant all on table public.profiles to service_role;

create function private.sync_profile()
returns trigger
language plpgsql
security definer -- the auth server writes auth.users and holds no rights on profiles
set search_path = ''
as $$
begin
  insert into public.profiles (user_id, email, display_name)
  values (new.id, new.email, coalesce(new.raw_user_meta_data ->> 'display_name', new.raw_user_meta_data ->> 'full_name'))
  on conflict (user_id) do update
  set email = excluded.email,
      display_name = coalesce(excluded.display_name, profiles.display_name);
  return null;
end;
$$;

comment on function private.sync_profile() is 'Makes the profile of a new user and follows a changed address or name.';

create trigger spool_create_profile
  after insert on auth.users
  for each row execute function private.sync_profile();

create trigger spool_update_profile
  after update of email, raw_user_meta_data on auth.users
  for each row execute function private.sync_profile();

insert into public.profiles (user_id, email, display_name)
select u.id, u.email, coalesce(u.raw_user_meta_data ->> 'display_name', u.raw_user_meta_data ->> 'full_name')
from auth.users as u;
