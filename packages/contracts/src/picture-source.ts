import { z } from "zod";

/** The bucket in Storage for what authors bring along. Private: members of a project who may submit jobs use it. */
export const UPLOADS_BUCKET = "uploads";
/** The largest picture that is taken, uploaded or fetched. */
export const PICTURE_MAX_BYTES = 10 * 1024 ** 2;
/** What a picture may be, as the bucket has it. */
export const PICTURE_TYPES = ["image/png", "image/jpeg", "image/webp"] as const;
/** How many pictures one video may have. */
export const PICTURES_MAX = 20;

const FILE_MAX_CHARACTERS = 2_000;
export const CAPTION_MAX_CHARACTERS = 2_000;

/**
 * A picture that a video shows in a scene of its own.
 *
 * `file` is a public http or https address, or the name of an upload: `uploads/<project_id>/<uuid>/<name>`, which is the
 * bucket and the object's name in it. A job may name uploads of its own project only.
 */
export const pictureSchema = z.object({
  file: z.string().min(1).max(FILE_MAX_CHARACTERS),
  /** Shown below the picture and read aloud. */
  caption: z.string().max(CAPTION_MAX_CHARACTERS).optional(),
});
export type Picture = z.infer<typeof pictureSchema>;

/** The parts of the name of an upload. */
interface UploadName {
  projectId: string;
  /** Of the object in the bucket. */
  objectName: string;
  /** What the author's file is called. */
  fileName: string;
}

const UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
const UPLOAD_NAME = new RegExp(`^${UPLOADS_BUCKET}/((${UUID})/${UUID}/([^/]+))$`);

/** Whether a `file` means something in Storage; otherwise it is an address. */
export const isUpload = (file: string): boolean => file.startsWith(`${UPLOADS_BUCKET}/`);

/** Null for what is no name of an upload. */
export function parseUploadName(file: string): UploadName | null {
  const [, objectName, projectId, fileName] = UPLOAD_NAME.exec(file) ?? [];
  if (objectName === undefined || projectId === undefined || fileName === undefined) return null;
  return { projectId, objectName, fileName };
}
