import { readFile, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { translateFileError } from "@spool/media/disk-space";
import type { Picture } from "../renderers/renderer.ts";

/** How what a stage made is left in its folder, and read again by an attempt that did not run the stage itself. */
export interface Leftover<T> {
  /** Returns the names of the files that it takes. */
  write(made: T, folder: string): Promise<string[]>;
  read(folder: string): Promise<T>;
}

/** Something that JSON can hold, as `<name>`, beside files that the stage has written itself. */
export function jsonLeftover<T>(name: string, written: (made: T) => string[] = () => []): Leftover<T> {
  return {
    async write(made, folder) {
      await writeFileIn(folder, name, JSON.stringify(made));
      return [name, ...written(made)];
    },
    // Of the type that `write` was given: the checkpoint's digest shows that it is the same text.
    read: async (folder) => JSON.parse(await readFile(join(folder, name), "utf8")) as T,
  };
}

const PICTURE_FACTS = "picture.json";

/** The file that a renderer wrote, with what it said of it. */
export const pictureLeftover: Leftover<Picture> = {
  async write(picture) {
    const { path, ...facts } = picture;
    const name = basename(path);
    await writeFileIn(dirname(path), PICTURE_FACTS, JSON.stringify({ ...facts, name }));
    return [name, PICTURE_FACTS];
  },
  async read(folder) {
    const { name, ...facts } = await jsonLeftover<Omit<Picture, "path"> & { name: string }>(
      PICTURE_FACTS,
    ).read(folder);
    return { ...facts, path: join(folder, name) };
  },
};

async function writeFileIn(folder: string, name: string, content: string): Promise<void> {
  try {
    await writeFile(join(folder, name), content);
  } catch (error) {
    throw translateFileError(error, folder);
  }
}
