import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FileStore } from "./file-store.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "spool-files-"));
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

test("what is received is read back once it is kept, and not before", async () => {
  const files = new FileStore(root);
  const { version, sizeBytes, md5 } = await files.receive(
    Readable.from([Buffer.from("hel"), Buffer.from("lo")]),
    5,
  );

  expect({ sizeBytes, md5 }).toEqual({ sizeBytes: 5, md5: "5d41402abc4b2a76b9719d911017c592" });
  await expect(files.openFile(version)).rejects.toThrow("Object not found");
  await files.keep(version);
  const opened = await files.openFile(version);
  expect(await opened.file.readFile("utf8")).toBe("hello");
  await opened.file.close();
});

test("a file too large, and a source that fails, leave nothing", async () => {
  const files = new FileStore(root);
  // eslint-disable-next-line @typescript-eslint/require-await -- a source is asynchronous by nature
  async function* failing() {
    yield Buffer.from("some");
    throw new Error("gone");
  }

  await expect(files.receive(Readable.from([Buffer.alloc(6)]), 5)).rejects.toMatchObject({
    body: { statusCode: "413" },
  });
  await expect(files.receive(failing(), 5)).rejects.toThrow("gone");
  expect(await filesIn(root)).toEqual([]);
});

test("a disk that takes no more gives a refusal that names it, and nothing half-written stays", async () => {
  const script = `
    import { FileStore } from ${JSON.stringify(new URL("./file-store.ts", import.meta.url).href)};
    import { toStorageError } from ${JSON.stringify(new URL("./storage-error.ts", import.meta.url).href)};
    const files = new FileStore(process.argv[1]);
    const chunks = (function* () { for (let n = 0; n < 100; n++) yield Buffer.alloc(65536); })();
    const error = await files.receive(chunks, 1e9).catch((error) => error);
    console.log(JSON.stringify(toStorageError(error).body));`;
  // The limit on a file's size stands for the full disk: that needs no right to mount one.
  const command = 'ulimit -f 512; exec "$0" --input-type=module -e "$1" "$2"';
  const { stdout } = await promisify(execFile)("sh", ["-c", command, process.execPath, script, root]);

  expect(JSON.parse(stdout)).toMatchObject({
    statusCode: "507",
    message: "The disk that holds the objects is full",
  });
  expect(await filesIn(root)).toEqual([]);
});

test("what a killed process was receiving is gone at the next start, what was kept is there", async () => {
  const before = new FileStore(root);
  const { version } = await before.receive(Readable.from([Buffer.from("kept")]), 10);
  await before.keep(version);
  await writeFile(join(root, "incoming", "half"), "half a fi");

  const after = new FileStore(root);

  expect(await filesIn(root)).toEqual([version]);
  const copy = await after.duplicate(version);
  await after.remove([version, copy, version]);
  expect(await filesIn(root)).toEqual([]);
});

test("a version that is not a uuid never becomes a path", async () => {
  const files = new FileStore(root);
  await writeFile(join(root, "secret"), "secret");

  for (const version of ["../../etc/passwd", "../secret", "", null])
    await expect(files.openFile(version)).rejects.toThrow("Object not found");
  await files.remove(["../secret", "../../secret", null]);
  expect(await filesIn(root)).toEqual(["secret"]);
});
