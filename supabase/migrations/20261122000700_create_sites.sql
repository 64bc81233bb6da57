-- Member cities: where storage is mounted and whether it answers.

create table public.sites (
  id                uuid primary key default gen_random_uuid(),
  slug              text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name              text not null,
  storage_root      text not null,
  health            public.site_health not null default 'unknown',
  health_message    text,
  health_checked_at timestamptz,
  created_at        timestamptz not null default now()
);

comment on table public.sites is 'Member cities. Written by the service key and by health checks.';
comment on column public.sites.storage_root is 'Folder under which the nodes of the site see its storage.';

alter table public.sites enable row level security;

create policy "Anybody signed in reads the sites"
  on public.sites for select to authenticated
  using (true);

revoke all on table public.sites from anon, authenticated;
grant select on table public.sites to authenticated;
grant all on table public.sites to service_role;
