-- The catalogue. Its rows are written by migrations generated from packages/contracts, never by hand.

create table public.job_types (
  name               text primary key,
  kind               public.job_type_kind not null default 'media',
  title              text not null,
  description        text not null,
  default_queue      public.queue_name not null,
  time_limit_seconds integer not null check (time_limit_seconds > 0),
  max_attempts       integer not null check (max_attempts > 0),
  is_pausable        boolean not null,
  stages             jsonb not null check (jsonb_typeof(stages) = 'array'),
  payload_schema     jsonb not null check (jsonb_typeof(payload_schema) = 'object'),
  example            jsonb not null
);

comment on table public.job_types is 'Every kind of job there is, as generated from the catalogue in packages/contracts.';
comment on column public.job_types.max_attempts is 'How often a job is run at most, the first time included. Lost nodes and hand-backs do not count.';
comment on column public.job_types.stages is 'Array of {name, title, share}; the shares of the progress bar add up to 1.';
comment on column public.job_types.payload_schema is 'JSON Schema in the closed set of keywords that private.json_schema_errors reads.';
comment on column public.job_types.example is 'A payload that passes, for forms and documentation.';

alter table public.job_types enable row level security;

create policy "Anybody signed in reads the catalogue"
  on public.job_types for select to authenticated
  using (true);

revoke all on table public.job_types from anon, authenticated;
grant select on table public.job_types to authenticated;
grant all on table public.job_types to service_role;
