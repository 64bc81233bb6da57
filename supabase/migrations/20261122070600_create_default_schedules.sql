-- What keeps a new installation in order. Operators may change the times, or switch them off.

insert into public.schedules (name, job_type, cron)
values
  ('Clean up jobs every night', 'cleanup_jobs', '17 3 * * *'),
  ('Clean up files every night', 'cleanup_temp_files', '47 3 * * *');
