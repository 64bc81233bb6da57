-- Projects own jobs, and their members may see them. Policies follow with the members.

create table public.projects (
  id         uuid primary key default gen_random_uuid(),
  slug       text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name       text not null check (char_length(name) between 1 and 200),
  created_at timestamptz not null default now()
);

comment on table public.projects is 'What jobs belong to and people are members of.';
comment on column public.projects.slug is 'Name for addresses: lower case letters, digits and hyphens.';

-- Here and not in seed.sql, because a push to a hosted project does not run that.
insert into public.projects (id, slug, name)
values ('00000000-0000-4000-8000-000000000001', 'default', 'Default');

alter table public.projects enable row level security;

revoke all on table public.projects from anon, authenticated;
grant select on table public.projects to authenticated;
grant all on table public.projects to service_role;
