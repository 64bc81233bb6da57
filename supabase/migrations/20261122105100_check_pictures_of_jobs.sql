-- A job shows addresses of the open internet, and uploads of its own project that are there.

create function private.pictures_of(payload jsonb)
returns table (path text, file text)
language sql
immutable
set search_path = ''
as $$
  select 'payload.pictures[' || p.place - 1 || '].file', p.picture ->> 'file'
  from jsonb_array_elements(case when jsonb_typeof(payload -> 'pictures') = 'array' then payload -> 'pictures' end)
    with ordinality as p (picture, place)
  where p.picture ->> 'file' is not null
  union all
  select 'payload.script.scenes[' || s.place - 1 || '].content.file', s.scene #>> '{content,file}'
  from jsonb_array_elements(case when jsonb_typeof(payload #> '{script,scenes}') = 'array' then payload #> '{script,scenes}' end)
    with ordinality as s (scene, place)
  where s.scene #>> '{content,kind}' = 'image' and s.scene #>> '{content,file}' is not null;
$$;

comment on function private.pictures_of(jsonb) is
  'The pictures that a payload names, with where: those of its field pictures, and those of scenes of its script.';

create function private.check_pictures()
returns trigger
language plpgsql
security definer -- looks into the bucket on behalf of the submitter, who need not be one that may read it
set search_path = ''
as $$
declare
  picture record;
begin
  for picture in select p.path, p.file from private.pictures_of(new.payload) as p loop
    if not starts_with(picture.file, 'uploads/') then
      -- What a script names otherwise is told by the orchestrator, as ever.
      if starts_with(picture.path, 'payload.pictures') and picture.file !~* '^https?://[^/]' then
        raise exception '% must be an http or https address, or the name of an upload', picture.path
          using errcode = 'PT400', hint = 'An upload is named uploads/<project_id>/<uuid>/<name>.';
      end if;
    elsif picture.file !~ '^uploads/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/[^/]+$' then
      raise exception '% must be the name of an upload, uploads/<project_id>/<uuid>/<name>', picture.path using errcode = 'PT400';
    elsif split_part(picture.file, '/', 2) <> new.project_id::text then
      raise exception '% is an upload of another project', picture.path
        using errcode = 'PT403', hint = 'Upload the picture again for the project of the job.';
    elsif not exists (
      select from storage.objects as o where o.bucket_id = 'uploads' and o.name = substr(picture.file, length('uploads/') + 1)
    ) then
      raise exception '% is an upload that is not there: it was not sent to its end, or has been removed', picture.path
        using errcode = 'PT404', hint = 'Upload the picture again.';
    end if;
  end loop;
  return new;
end;
$$;

comment on function private.check_pictures() is
  'Before a payload is written: raises PT400 for a picture that is neither an address nor an upload, PT403 for an upload of another '
  'project, PT404 for one that is not there; each names the field.';

-- After jobs_prepare, which checks the shape of what is looked at here.
create trigger jobs_prepare_pictures
  before insert or update of payload on public.jobs
  for each row when (new.payload ? 'pictures' or new.payload ? 'script')
  execute function private.check_pictures();
