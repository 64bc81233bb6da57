import { parseUploadName, type Picture } from "@spool/contracts/picture-source";
import { z } from "zod";

/** A picture in the form: also one whose upload has not come to its end. */
const pictureEntrySchema = z.object({
  key: z.string(),
  /** As in the payload; empty while it is not uploaded. */
  file: z.string(),
  caption: z.string(),
  /** What it is called here. */
  name: z.string(),
  /** Of a file of this machine; null for what came otherwise. */
  sizeBytes: z.number().nullable(),
});
export type PictureEntry = z.infer<typeof pictureEntrySchema>;

const givenSchema = z.array(z.looseObject({ file: z.string(), caption: z.string().nullish() }));

/**
 * The pictures that a text of the form stands for: its own JSON, that of another job's payload, or, as in a cell of a
 * table, addresses one a line or between bars.
 */
export function readPictures(typed: string): PictureEntry[] {
  const parsed = parsedJson(typed);
  if (parsed === undefined) {
    const files = typed.split(/[\n|]/).map((file) => file.trim());
    return files.filter((file) => file !== "").map((file, index) => givenEntry({ file }, index));
  }
  const own = z.array(pictureEntrySchema).safeParse(parsed);
  if (own.success) return own.data;
  return (givenSchema.safeParse(parsed).data ?? []).map(givenEntry);
}

export const writePictures = (entries: readonly PictureEntry[]): string =>
  entries.length === 0 ? "" : JSON.stringify(entries);

/** The field of the payload; null for none. */
export function picturesOfPayload(typed: string): Picture[] | null {
  const pictures = readPictures(typed).map(({ file, caption }) => {
    const words = caption.trim();
    return words === "" ? { file } : { file, caption: words };
  });
  return pictures.length === 0 ? null : pictures;
}

/** Why these pictures cannot be submitted for a project, in a sentence that says what to do; null when they can. */
export function picturesProblem(entries: readonly PictureEntry[], projectId: string): string | null {
  const missing = entries.filter(({ file }) => file === "").map(({ name }) => name);
  if (missing.length > 0) {
    const are = missing.length === 1 ? "is not uploaded yet: wait until it is" : "are not uploaded yet: wait until they are";
    return `${missing.join(", ")} ${are}, or take ${missing.length === 1 ? "it" : "them"} out.`;
  } // prettier-ignore
  const foreign = entries.find(({ file }) => {
    const upload = parseUploadName(file);
    return upload !== null && upload.projectId !== projectId;
  });
  if (foreign === undefined) return null;
  return `${foreign.name} was uploaded for another project: take it out, and add it again for this one.`;
}

function givenEntry({ file, caption }: z.infer<typeof givenSchema>[number], index: number): PictureEntry {
  return { key: `${index} ${file}`, file, caption: caption ?? "", name: nameOf(file), sizeBytes: null };
}

/** What a picture is called where nobody named it. */
export const nameOf = (file: string): string =>
  parseUploadName(file)?.fileName ?? (file.split(/[?#]/)[0]?.split("/").at(-1) || file);

function parsedJson(typed: string): unknown {
  try {
    return JSON.parse(typed) as unknown;
  } catch {
    return undefined;
  }
}
