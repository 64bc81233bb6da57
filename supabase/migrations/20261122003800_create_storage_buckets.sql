-- Private buckets: finished files in videos, what stages leave for each other in work.
-- Keys are <job>/<attempt>/<name>. Written with the service key only.

insert into storage.buckets (id, name, public)
values ('videos', 'videos', false), ('work', 'work', false)
on conflict (id) do nothing;

create policy "Members read the finished files of their jobs"
  on storage.objects for select to authenticated
  using (bucket_id = 'videos' and private.may_read_job((storage.foldername(name))[1]));
