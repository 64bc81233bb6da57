-- Its value, which functions may name only once this is committed.
alter type public.bulk_action_name add value 'reorder' after 'move_to_queue';

alter table public.bulk_actions add column stopped_reason text;
comment on column public.bulk_actions.stopped_reason is 'Why it stopped by itself, in words. Null where somebody stopped it.';
