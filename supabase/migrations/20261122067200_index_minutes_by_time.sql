-- get_queue_stats adds up the last hour over all projects. By project first, the key made it read every minute kept.

create index job_minutes_minute_idx on public.job_minutes (minute);
