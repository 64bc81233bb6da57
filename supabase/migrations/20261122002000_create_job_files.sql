-- Files that finished attempts left in Storage.

create table public.job_files (
  id           uuid primary key default gen_random_uuid(),
  job_id       uuid not null references public.jobs (id) on delete cascade,
  attempt_id   uuid not null,
  kind         public.file_kind not null,
  bucket       text not null,
  path         text not null,
  content_type text not null,
  size_bytes   bigint not null check (size_bytes >= 0),
  created_at   timestamptz not null default now(),
  unique (bucket, path)
);

comment on table public.job_files is 'What a finished attempt left in Storage. Keys are <job>/<attempt>/<name>.';

create index job_files_job_id_idx on public.job_files (job_id);

alter table public.job_files enable row level security;

create policy "Members read the files of their jobs"
  on public.job_files for select to authenticated
  using (exists (select from public.jobs as j where j.id = job_files.job_id));

revoke all on table public.job_files from anon, authenticated;
grant select on table public.job_files to authenticated;
grant all on table public.job_files to service_role;
