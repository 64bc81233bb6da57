-- The closed lists of the platform. A test compares them with packages/contracts.

create type public.job_status as enum
  ('pending', 'queued', 'assigned', 'processing', 'paused', 'completed', 'failed', 'cancelled');
comment on type public.job_status is
  'pending: accepted, not yet due. queued: due, waiting its turn. assigned: matched to a node. '
  'processing: running. paused: until resumed. completed, failed and cancelled are final unless retried.';

-- The order of the values is the order of service: claim_next sorts by it.
create type public.queue_name as enum ('live', 'default', 'batch');
comment on type public.queue_name is 'In the order in which they are served.';

create type public.job_priority as enum ('high', 'medium', 'low');
comment on type public.job_priority is 'In the order in which they are served inside a queue.';

create type public.error_category as enum
  ('TIMEOUT', 'API_ERROR', 'INVALID_INPUT', 'NOT_FOUND', 'CANCELLED', 'NODE_LOST', 'UNKNOWN');
comment on type public.error_category is 'What a failure means; private.error_categories says which are tried again.';

create type public.stage_status as enum ('pending', 'running', 'completed', 'failed');

create type public.attempt_status as enum
  ('assigned', 'running', 'completed', 'failed', 'lost', 'handed_back', 'cancelled');
comment on type public.attempt_status is
  'lost: its node stopped answering. handed_back: given up unfinished, at shutdown or by a pause.';

create type public.actor_kind as enum ('user', 'api_key', 'service', 'worker', 'schedule');
comment on type public.actor_kind is 'Who caused a change.';

-- Least first: policies compare with >=.
create type public.project_role as enum ('viewer', 'operator', 'admin');
create type public.instance_role as enum ('none', 'operator', 'admin');

create type public.node_status as enum ('available', 'busy', 'draining', 'offline');
create type public.log_level as enum ('debug', 'info', 'warn', 'error');
create type public.file_kind as enum ('video', 'thumbnail', 'captions', 'storyboard', 'narration', 'log');
create type public.site_health as enum ('unknown', 'healthy', 'degraded', 'unreachable');
create type public.job_type_kind as enum ('media', 'system');
