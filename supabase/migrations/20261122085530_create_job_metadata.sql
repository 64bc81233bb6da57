-- What a finished video is called where it is shown.

create table public.job_metadata (
  job_id      uuid primary key references public.jobs (id) on delete cascade,
  attempt_id  uuid not null,
  title       text not null,
  description text not null,
  tags        text[] not null default '{}',
  language    text not null,
  written_at  timestamptz not null default now()
);

comment on table public.job_metadata is 'Title, description and tags of a finished video, taken from its script. Replaced by each attempt that completes.';
comment on column public.job_metadata.attempt_id is 'The attempt that made the video.';
comment on column public.job_metadata.language is 'BCP 47 tag of what is said and shown.';

alter table public.job_metadata enable row level security;

create policy "Members read the metadata of their jobs"
  on public.job_metadata for select to anon, authenticated
  using (exists (select from public.jobs as j where j.id = job_metadata.job_id));

revoke all on table public.job_metadata from anon, authenticated;
grant select on table public.job_metadata to anon, authenticated;
grant all on table public.job_metadata to service_role;
