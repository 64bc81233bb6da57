-- For outside clients that prefer postgres_changes. The console listens to broadcasts.

alter publication supabase_realtime add table public.jobs;
