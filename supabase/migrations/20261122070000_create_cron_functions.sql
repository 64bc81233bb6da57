-- Cron in Postgres: so that a bad expression is refused at the door, and every reader of a schedule sees the same next runs.
-- Five fields as in crontab(5): minute, hour, day of month, month, day of week, with lists, ranges, steps and names.

create function private.cron_number(text_value text, field text, lowest integer, highest integer, names text[])
returns integer
language plpgsql
immutable
set search_path = ''
as $$
declare
  number integer := array_position(names, lower(text_value)) - 1 + lowest;
begin
  if number is null and text_value ~ '^[0-9]{1,2}$' then
    number := text_value::integer;
  end if;
  if number is null or number not between lowest and highest then
    raise exception 'cron: % "%" is not between % and %', field, left(text_value, 40), lowest, highest using errcode = 'PT400';
  end if;
  return number;
end;
$$;

comment on function private.cron_number(text, text, integer, integer, text[]) is
  'One value of a cron field, as a number or by name. names[1] stands for lowest. Raises PT400 naming the field.';

create function private.cron_field(expression text, field text, lowest integer, highest integer, names text[] default '{}')
returns integer[]
language plpgsql
immutable
set search_path = ''
as $$
declare
  part text;
  pieces text[];
  first integer;
  last integer;
  step integer;
  numbers integer[] := '{}';
begin
  foreach part in array string_to_array(expression, ',') loop
    pieces := regexp_match(part, '^(\*|([0-9a-zA-Z]+)(?:-([0-9a-zA-Z]+))?)(?:/([0-9]{1,3}))?$');
    if pieces is null then
      raise exception 'cron: % "%" is not understood', field, left(part, 40)
        using errcode = 'PT400', hint = 'A field is *, a value, a range a-b or a list a,b; each may have a step, as in */15.';
    end if;
    step := coalesce(pieces[4]::integer, 1);
    if step = 0 then
      raise exception 'cron: % "%" has a step of 0', field, left(part, 40) using errcode = 'PT400';
    end if;
    if pieces[1] = '*' then
      first := lowest;
      last := highest;
    else
      first := private.cron_number(pieces[2], field, lowest, highest, names);
      last := case
        when pieces[3] is not null then private.cron_number(pieces[3], field, lowest, highest, names)
        when pieces[4] is not null then highest
        else first
      end;
    end if;
    if last < first then
      raise exception 'cron: % "%" ends before it begins', field, left(part, 40) using errcode = 'PT400';
    end if;
    numbers := numbers || array(select generate_series(first, last, step));
  end loop;
  return numbers;
end;
$$;

comment on function private.cron_field(text, text, integer, integer, text[]) is
  'The values that one cron field stands for. Raises PT400 saying what is wrong with it.';

create function private.require_time_zone(time_zone text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if time_zone is null or not exists (select from pg_catalog.pg_timezone_names as z where z.name = time_zone) then
    raise exception 'There is no time zone "%"', left(time_zone, 60)
      using errcode = 'PT400', hint = 'Give a name of the IANA list, such as Asia/Kolkata, Europe/Berlin or UTC.';
  end if;
end;
$$;

comment on function private.require_time_zone(text) is 'Raises PT400 for what is not a name of the IANA list.';

create function private.next_cron_times(cron text, time_zone text, after timestamptz, max integer)
returns setof timestamptz
language plpgsql
stable
set search_path = ''
as $$
declare
  -- The rarest date, 29 February on a given weekday, comes round within 40 years.
  max_days constant integer := 40 * 366;
  fields text[] := regexp_split_to_array(btrim(case lower(btrim(cron))
    when '@hourly' then '0 * * * *'
    when '@daily' then '0 0 * * *'
    when '@midnight' then '0 0 * * *'
    when '@weekly' then '0 0 * * 0'
    when '@monthly' then '0 0 1 * *'
    when '@yearly' then '0 0 1 1 *'
    when '@annually' then '0 0 1 1 *'
    else cron
  end), '\s+');
  minutes integer[];
  hours integer[];
  days integer[];
  months integer[];
  weekdays integer[];
  is_any_day boolean;
  is_any_weekday boolean;
  found_count integer := 0;
  day date := (after at time zone time_zone)::date;
  candidate timestamptz;
begin
  if char_length(cron) > 200 then
    raise exception 'cron: an expression may have at most 200 characters' using errcode = 'PT400';
  elsif cardinality(fields) is distinct from 5 then
    raise exception 'cron: "%" has % fields, not 5', left(cron, 60), coalesce(cardinality(fields), 0)
      using errcode = 'PT400', hint = 'Minute, hour, day of month, month, day of week: "30 6 * * mon-fri" is half past six on weekdays.';
  end if;
  minutes := private.cron_field(fields[1], 'minute', 0, 59);
  hours := private.cron_field(fields[2], 'hour', 0, 23);
  days := private.cron_field(fields[3], 'day of month', 1, 31);
  months := private.cron_field(fields[4], 'month', 1, 12, '{jan,feb,mar,apr,may,jun,jul,aug,sep,oct,nov,dec}');
  weekdays := private.cron_field(fields[5], 'day of week', 0, 7, '{sun,mon,tue,wed,thu,fri,sat}');
  is_any_day := fields[3] like '*%';
  is_any_weekday := fields[5] like '*%';

  for day in select day + d from generate_series(0, max_days) as d loop
    continue when extract(month from day)::integer <> all (months);
    -- crontab(5): where both days are restricted, either will do.
    continue when not (
      case
        when is_any_day or is_any_weekday then
          extract(day from day)::integer = any (days)
          and (extract(dow from day)::integer = any (weekdays) or extract(isodow from day)::integer = any (weekdays))
        else
          extract(day from day)::integer = any (days)
          or extract(dow from day)::integer = any (weekdays)
          or extract(isodow from day)::integer = any (weekdays)
      end
    );
    for candidate in
      select private.cron_times_of_day(day, hours, minutes, time_zone, fields[2] = '*')
    loop
      continue when candidate <= after;
      return next candidate;
      found_count := found_count + 1;
      if found_count >= max then
        return;
      end if;
    end loop;
  end loop;
end;
$$;

comment on function private.next_cron_times(text, text, timestamptz, integer) is
  'The next times, at most max, that a cron expression stands for in a time zone; none for a date that never comes. '
  'Raises PT400 saying what is wrong with the expression.';

create function private.cron_times_of_day(day date, hours integer[], minutes integer[], time_zone text, is_every_hour boolean)
returns setof timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  if is_every_hour then
    -- By the clock that never jumps: an hour that comes twice has its runs twice, one that is left out has none.
    return query
    select t.at
    from generate_series(
      day::timestamp at time zone time_zone,
      (day + 1)::timestamp at time zone time_zone - interval '1 minute',
      interval '1 minute'
    ) as t (at)
    where extract(minute from t.at at time zone time_zone)::integer = any (minutes);
  else
    -- By the clock on the wall: once a day, and where the clock leaves the time out, as much later as it jumps.
    return query
    select distinct (day + make_time(h.hour, m.minute, 0)) at time zone time_zone as at
    from unnest(hours) as h (hour)
    cross join unnest(minutes) as m (minute)
    order by at;
  end if;
end;
$$;

comment on function private.cron_times_of_day(date, integer[], integer[], text, boolean) is
  'The points in time on a date at which hours and minutes come together in a time zone, in order.';
