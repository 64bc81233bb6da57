-- A limit of rate says when it ends to programs as well: they wait, and go on by themselves.

create or replace function private.refuse_for_now(message text, retry_after_seconds integer)
returns void
language plpgsql
set search_path = ''
as $$
declare
  wait constant text := case
    when retry_after_seconds < 120 then retry_after_seconds || ' seconds'
    else ceil(retry_after_seconds / 60.0) || ' minutes'
  end;
  details constant text := jsonb_build_object('retry_after_seconds', retry_after_seconds)::text;
begin
  -- The REST server takes headers from an error of this one code only; in Storage's and other transactions it would be noise.
  if nullif(current_setting('request.method', true), '') is not null and nullif(current_setting('storage.operation', true), '') is null then
    raise exception sqlstate 'PGRST' using
      message = jsonb_build_object('code', 'PT429', 'message', message || '. Try again in ' || wait, 'details', details, 'hint', null)::text,
      detail = jsonb_build_object('status', 429, 'headers', jsonb_build_object('Retry-After', retry_after_seconds::text))::text;
  end if;
  raise exception '%. Try again in %', message, wait using errcode = 'PT429', detail = details;
end;
$$;

comment on function private.refuse_for_now(text, integer) is
  'Raises PT429 with when to try again, in words and as {"retry_after_seconds": …} in the details; over REST it is answered 429 with Retry-After.';
