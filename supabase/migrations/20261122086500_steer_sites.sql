-- Operators of the instance keep the list of sites; what lies under a storage root is reported by nodes.

create function private.check_site(slug text, name text, storage_root text)
returns void
language plpgsql
immutable
set search_path = ''
as $$
begin
  if slug is null or slug !~ '^[a-z0-9][a-z0-9-]{0,62}$' then
    raise exception 'slug must be 1 to 63 lower case letters, digits and hyphens, and not begin with a hyphen' using errcode = 'PT400';
  elsif coalesce(char_length(btrim(name)), 0) not between 1 and 200 then
    raise exception 'name must be 1 to 200 characters long' using errcode = 'PT400';
  elsif storage_root is null or char_length(storage_root) > 1000 or storage_root !~ '^(/|[A-Za-z]:[\\/])' then
    raise exception 'storage_root must be the full path of a folder'
      using errcode = 'PT400', hint = 'Give the folder under which the nodes of the site see its storage, such as /mnt/springfield.';
  end if;
end;
$$;

comment on function private.check_site(text, text, text) is 'Raises PT400 for what will not do as a site.';

create function public.create_site(slug text, name text, storage_root text)
returns public.sites
language plpgsql
security definer -- clients hold no INSERT on sites; checks who asks
set search_path = ''
as $$
declare
  made public.sites;
begin
  perform private.require_instance_role('operator');
  perform private.check_site(create_site.slug, create_site.name, create_site.storage_root);
  insert into public.sites as s (slug, name, storage_root)
  values (create_site.slug, btrim(create_site.name), create_site.storage_root)
  on conflict on constraint sites_slug_key do nothing
  returning s.* into made;
  if not found then
    raise exception 'There is a site "%" already', create_site.slug using errcode = 'PT409', hint = 'Choose another slug.';
  end if;
  return made;
end;
$$;

comment on function public.create_site(text, text, text) is
  'Makes a site and returns it. For operators of the instance. Raises PT400 for a bad slug, name or storage root and PT409 for a '
  'slug that is taken.';

create function public.change_site(site_id uuid, name text, storage_root text)
returns public.sites
language plpgsql
security definer -- clients hold no UPDATE on sites; checks who asks
set search_path = ''
as $$
declare
  changed public.sites;
begin
  perform private.require_instance_role('operator');
  perform private.check_site('any', change_site.name, change_site.storage_root);
  update public.sites as s
  set name = btrim(change_site.name),
      storage_root = change_site.storage_root,
      -- What was found under another folder says nothing about this one.
      health = case when s.storage_root = change_site.storage_root then s.health else 'unknown' end,
      health_message = case when s.storage_root = change_site.storage_root then s.health_message end,
      health_checked_at = case when s.storage_root = change_site.storage_root then s.health_checked_at end,
      storage_total_mb = case when s.storage_root = change_site.storage_root then s.storage_total_mb end,
      storage_free_mb = case when s.storage_root = change_site.storage_root then s.storage_free_mb end
  where s.id = change_site.site_id
  returning s.* into changed;
  if not found then
    raise exception 'Site % does not exist', change_site.site_id using errcode = 'PT404';
  end if;
  return changed;
end;
$$;

comment on function public.change_site(uuid, text, text) is
  'Gives a site another name and storage root and returns it; its slug stays, because nodes and jobs hold it. A new root is not '
  'checked yet. For operators of the instance. Raises PT400 for a bad name or root and PT404 for no such site.';

create function public.remove_site(site_id uuid)
returns void
language plpgsql
security definer -- clients hold no DELETE on sites; checks who asks
set search_path = ''
as $$
begin
  perform private.require_instance_role('operator');
  delete from public.sites as s where s.id = remove_site.site_id;
  if not found then
    raise exception 'Site % does not exist', remove_site.site_id using errcode = 'PT404';
  end if;
end;
$$;

comment on function public.remove_site(uuid) is
  'Takes a site off the list; what lies in its storage stays, and its nodes go on without a site. For operators of the instance. '
  'Raises PT404 for no such site.';

revoke execute on function
  public.create_site(text, text, text), public.change_site(uuid, text, text), public.remove_site(uuid)
from public, anon;
grant execute on function
  public.create_site(text, text, text), public.change_site(uuid, text, text), public.remove_site(uuid)
to authenticated, service_role;
