import { jobTypeSchema } from "@spool/contracts/job-catalogue";
import { VIDEO_THEMES } from "@spool/contracts/video-themes";
import type { createServiceClient } from "@spool/db/service-client";
import type pg from "pg";
import { drawThumbnail } from "./draw-thumbnail.ts";

const BUCKET = "videos";

/** Jobs of one type with one question share a picture, which lies with the newest of them: a file is read by whom may read its job. */
const ALIKE = `
  select j.job_type, j.title, (array_agg(j.id order by j.created_at desc))[1] as keeper_id, array_agg(j.id) as ids
  from public.jobs as j
  join public.projects as p on p.id = j.project_id
  where p.slug = 'sample-data' and j.status = 'completed'
  group by j.job_type, j.title
  order by j.title, j.job_type`;

/** Gives every finished sample job a picture, drawn as that of a real video would be. Returns how many were drawn. */
export async function giveThumbnails(
  superuser: pg.Client,
  { storage }: ReturnType<typeof createServiceClient>,
): Promise<number> {
  const { rows } = await superuser.query<{
    job_type: string;
    title: string;
    keeper_id: string;
    ids: string[];
  }>(ALIKE);
  for (const [index, { job_type, title, keeper_id, ids }] of rows.entries()) {
    const theme = VIDEO_THEMES[index % VIDEO_THEMES.length] ?? "night";
    const picture = await drawThumbnail(jobTypeSchema.parse(job_type), title, theme);
    const path = `${keeper_id}/sample/thumbnail.png`;
    const { error } = await storage
      .from(BUCKET)
      .upload(path, picture, { contentType: "image/png", upsert: true });
    if (error !== null) throw error;
    await past(superuser, "update public.jobs set thumbnail_path = $1 where id = any ($2::uuid[])", [
      path,
      ids,
    ]);
  }
  return rows.length;
}

/** Past the triggers: what was so all the time is not told as news. */
async function past(superuser: pg.Client, statement: string, values: unknown[]): Promise<void> {
  await superuser.query("set session_replication_role = replica");
  try {
    await superuser.query(statement, values);
  } finally {
    await superuser.query("reset session_replication_role");
  }
}
