-- Everything that fill.sql made, and nothing else: what belongs to the project "sample-data", and the nodes "sample-…".
-- Runs past the triggers, so that thousands of rows go without an event for each; what they would have done is done here.

create temporary table sample_jobs on commit drop as
select j.id
from public.jobs as j
join public.projects as p on p.id = j.project_id
where p.slug = 'sample-data';

-- The pictures that were drawn for them.
insert into private.storage_sweeps (bucket, prefix)
select distinct 'videos', split_part(j.thumbnail_path, '/', 1) || '/'
from public.jobs as j
join sample_jobs as s on s.id = j.id
where j.thumbnail_path is not null;

delete from public.job_files as f using sample_jobs as s where f.job_id = s.id;
delete from public.job_metadata as m using sample_jobs as s where m.job_id = s.id;
delete from public.job_quality as q using sample_jobs as s where q.job_id = s.id;
delete from public.job_logs as l using sample_jobs as s where l.job_id = s.id;
delete from public.job_stages as t using sample_jobs as s where t.job_id = s.id;
delete from public.job_events as e using sample_jobs as s where e.job_id = s.id;
delete from public.job_attempts as a using sample_jobs as s where a.job_id = s.id;
delete from public.jobs as j using sample_jobs as s where j.id = s.id;
drop table sample_jobs;

delete from public.job_count_deltas where project_id in (select p.id from public.projects as p where p.slug = 'sample-data');
delete from public.job_minutes where project_id in (select p.id from public.projects as p where p.slug = 'sample-data');
delete from public.job_counts where project_id in (select p.id from public.projects as p where p.slug = 'sample-data');
delete from public.nodes where name like 'sample-%';

-- From here on the constraints and triggers do their work again: members, keys and limits go with their project.
set local session_replication_role = origin;
delete from public.projects where slug = 'sample-data';
delete from public.sites where slug = 'sample-studio';
update public.queues
set is_paused = false, paused_by = null, paused_reason = null, paused_until = null
where is_paused and paused_reason like 'Sample data:%';
