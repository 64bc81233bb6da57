-- Two filters of the lists that had no index in their order: a page of them sorted, or read, all that fit.

create index jobs_node_created_idx on public.jobs (node_id, created_at desc, id desc) where node_id is not null;
drop index public.jobs_node_id_idx;

-- One for all categories. Under row level security nothing is known of how rare a category is, and Postgres would take
-- this one even if each had its own; a page of the rarest passes over some two thousand rows.
create index jobs_error_created_idx on public.jobs (created_at desc, id desc) where error_category is not null;
