-- A job that names its renderer, and lets no other stand in, goes to a node that has it, as long as there is one. Where
-- there is none, it is not kept waiting for one: the orchestrator that gets it refuses it with what can be done.

create function private.require_named_renderer()
returns trigger
language plpgsql
security definer -- whoever submits a job need not see the nodes
set search_path = ''
as $$
declare
  named constant text := new.payload ->> 'renderer';
begin
  if tg_op = 'UPDATE' and old.requirements ->> 'renderer' = old.payload ->> 'renderer' then
    new.requirements := new.requirements - 'renderer';
  end if;
  if named is null
    or named = 'canvas'
    or new.requirements ? 'renderer'
    or coalesce(new.payload -> 'renderer_fallback' = 'true', false)
  then
    return new;
  end if;
  if exists (
    select
    from public.nodes as n
    where named = any (n.renderers) and n.status <> 'offline'
  ) then
    new.requirements := new.requirements || jsonb_build_object('renderer', named);
  end if;
  return new;
end;
$$;

comment on function private.require_named_renderer() is
  'Before a job enters that names a renderer, or is given another one: adds it to what the job needs of its node, while a '
  'node has it.';

revoke execute on function private.require_named_renderer() from public, anon, authenticated;

-- After jobs_prepare, by name.
create trigger jobs_require_named_renderer
  before insert on public.jobs
  for each row when (new.payload ? 'renderer')
  execute function private.require_named_renderer();

create trigger jobs_require_another_renderer
  before update of payload on public.jobs
  for each row when (old.payload ->> 'renderer' is distinct from new.payload ->> 'renderer')
  execute function private.require_named_renderer();
