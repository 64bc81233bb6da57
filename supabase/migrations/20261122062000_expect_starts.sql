-- When a waiting job will start, from what was measured.

create function private.recent_runs()
returns table (job_type text, mean_seconds double precision, deviation_seconds double precision, run_count bigint)
language sql
stable
set search_path = ''
as $$
  select r.job_type, avg(r.seconds), coalesce(stddev_samp(r.seconds), 0), count(*)
  from (
    select j.job_type, extract(epoch from j.finished_at - j.started_at)::double precision as seconds
    from public.jobs as j
    where j.status = 'completed' and j.started_at is not null
    order by j.finished_at desc
    limit 500
  ) as r
  group by r.job_type;
$$;

comment on function private.recent_runs() is 'How long the last 500 completed jobs ran, by type.';

create function private.first_free_slot(
  slot_count integer, busy_seconds double precision[], ahead_seconds double precision[], far_seconds double precision
)
returns double precision
language plpgsql
immutable
set search_path = ''
as $$
declare
  max_steps constant integer := 200;
  max_slots constant integer := 100;
  free_in double precision[] := (
    select array_agg(s.seconds order by s.seconds)
    from (
      select b.seconds from unnest(busy_seconds) as b (seconds)
      union all
      select 0 from generate_series(1, slot_count - cardinality(busy_seconds))
    ) as s
  );
  many constant double precision :=
    far_seconds + (select coalesce(sum(a.seconds), 0) from unnest(ahead_seconds[max_steps + 1:]) as a (seconds));
  first_slot integer;
  next_seconds double precision;
begin
  if slot_count <= 0 then
    return null;
  elsif cardinality(free_in) > max_slots then
    return (
      (select sum(f.seconds) from unnest(free_in) as f (seconds))
      + (select coalesce(sum(a.seconds), 0) from unnest(ahead_seconds[:max_steps]) as a (seconds)) + many
    ) / cardinality(free_in);
  end if;
  -- Those far ahead flow through all slots evenly; the nearest are dealt out one by one.
  free_in := array(select f.seconds + many / slot_count from unnest(free_in) as f (seconds) order by 1);
  foreach next_seconds in array ahead_seconds[:max_steps] loop
    first_slot := (select f.place from unnest(free_in) with ordinality as f (seconds, place) order by f.seconds limit 1);
    free_in[first_slot] := free_in[first_slot] + next_seconds;
  end loop;
  return (select min(f.seconds) from unnest(free_in) as f (seconds));
end;
$$;

comment on function private.first_free_slot(integer, double precision[], double precision[], double precision) is
  'In how many seconds a slot is free, when those that are busy become free in busy_seconds, the jobs next in line take '
  'ahead_seconds each and those beyond them far_seconds together. Null without slots.';

create function private.expected_seconds(
  slot_count integer, running jsonb, ahead jsonb, runs jsonb, out seconds double precision, out deviation double precision
)
language plpgsql
stable
set search_path = ''
as $$
declare
  max_of_type constant integer := 200;
  mean_of_all constant double precision := (
    select sum((r.value ->> 'mean')::double precision * (r.value ->> 'count')::bigint) / nullif(sum((r.value ->> 'count')::bigint), 0)
    from jsonb_each(runs) as r
  );
  deviation_of_all constant double precision := (
    select sqrt(sum((r.value ->> 'deviation')::double precision ^ 2 * (r.value ->> 'count')::bigint) / nullif(sum((r.value ->> 'count')::bigint), 0))
    from jsonb_each(runs) as r
  );
  busy double precision[];
  ahead_seconds double precision[];
  ahead_count bigint;
  far_seconds double precision;
begin
  -- What runs longer than usual is taken to be near its end, not over it.
  busy := array(
    select greatest(m.mean - (r ->> 'elapsed')::double precision, m.mean * 0.1)
    from jsonb_array_elements(running) as r
    cross join lateral (select coalesce((runs #>> array[r ->> 'job_type', 'mean'])::double precision, mean_of_all) as mean) as m
  );
  select coalesce(sum(a.count), 0), coalesce(sum(greatest(a.count - max_of_type, 0) * a.mean), 0)
  into ahead_count, far_seconds
  from (
    select t.value::bigint as count, coalesce((runs #>> array[t.key, 'mean'])::double precision, mean_of_all) as mean
    from jsonb_each_text(ahead) as t
  ) as a;
  ahead_seconds := array(
    select coalesce((runs #>> array[t.key, 'mean'])::double precision, mean_of_all)
    from jsonb_each_text(ahead) as t
    cross join lateral generate_series(1, least(t.value::bigint, max_of_type))
  );
  if cardinality(busy) < slot_count and ahead_count = 0 then
    seconds := 0;
    deviation := 0;
  elsif mean_of_all is not null and slot_count > 0 then
    seconds := private.first_free_slot(slot_count, busy, ahead_seconds, far_seconds);
    deviation := 1.64 * deviation_of_all * sqrt(ahead_count + cardinality(busy)) / slot_count;
  end if;
end;
$$;

comment on function private.expected_seconds(integer, jsonb, jsonb, jsonb) is
  'In how many seconds a slot comes free for somebody behind ahead ({type: count}), and by how much that may be off in nine cases '
  'of ten. running: [{job_type, elapsed}], runs: {type: {mean, deviation, count}}. Null where nothing was measured yet.';
