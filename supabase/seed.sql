-- Local data only: `supabase db push` to a hosted project does not run this, and `npm start` runs it once.
-- What every installation needs (the default project, queues, the catalogue) is in the migrations.

insert into public.sites (slug, name, storage_root)
values ('local', 'This machine', '/var/lib/spool')
on conflict (slug) do nothing;
