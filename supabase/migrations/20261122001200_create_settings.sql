-- The figures by which attempts are repeated, and which errors are worth it.

create table private.settings (
  is_only_row        boolean primary key default true check (is_only_row),
  retry_base_seconds numeric not null default 10 check (retry_base_seconds >= 0),
  retry_max_seconds  numeric not null default 300 check (retry_max_seconds >= 0),
  max_lost_in_a_row  integer not null default 3 check (max_lost_in_a_row > 0),
  node_offline_seconds numeric not null default 30 check (node_offline_seconds > 0)
);

comment on table private.settings is 'One row.';
comment on column private.settings.retry_base_seconds is 'Wait before the second attempt; it doubles with each further one.';
comment on column private.settings.max_lost_in_a_row is 'So many nodes lost one after the other, and the job is taken to be what kills them.';
comment on column private.settings.node_offline_seconds is 'A node that has not been heard of for so long is offline.';

insert into private.settings default values;

create table private.error_categories (
  category   public.error_category primary key,
  is_retried boolean not null
);

comment on table private.error_categories is 'Whether running the same work again can succeed. A test compares it with CATEGORY_POLICY of packages/contracts.';

insert into private.error_categories (category, is_retried)
values
  ('TIMEOUT', true),
  ('API_ERROR', true),
  ('INVALID_INPUT', false),
  ('NOT_FOUND', false),
  ('CANCELLED', false),
  ('NODE_LOST', true),
  ('UNKNOWN', true);

alter table private.settings enable row level security;
alter table private.error_categories enable row level security;
