const NAME_MAX_CHARACTERS = 100;

/** The name of a file as Storage takes it: letters of other scripts become dashes, what it ends in stays. */
export function safeName(fileName: string): string {
  const end = /(?<=.)\.\w{1,5}$/.exec(fileName)?.[0] ?? "";
  const stem = fileName
    .slice(0, fileName.length - end.length)
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^\w.-]+/g, "-")
    .replace(/^[-.]+/, "")
    .slice(0, NAME_MAX_CHARACTERS)
    .replace(/[-.]+$/, "");
  return `${stem || "picture"}${end}`;
}

/** A new name in the bucket of uploads. */
export const nameObject = (projectId: string, fileName: string): string =>
  `${projectId}/${crypto.randomUUID()}/${safeName(fileName)}`;
