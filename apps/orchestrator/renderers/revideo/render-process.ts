import { mkdir, rename } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { renderPartialVideo } from "@revideo/renderer";

// Renders the plan in `<public>/plan.json` to `<output>` and says how far it is, 0 to 1, in lines of its own. The process
// that started us owns all folders, TMPDIR among them, and ends us by our process group. Chromium, which puppeteer puts
// in a group of its own, is ended by puppeteer when we exit, and by the end of its pipe when we are killed.

const { values } = parseArgs({
  options: {
    public: { type: "string" },
    output: { type: "string" },
    browser: { type: "string" },
    ffmpeg: { type: "string" },
    ffprobe: { type: "string" },
    profile: { type: "string" },
  },
});
const { public: publicFolder, output, browser, ffmpeg, ffprobe, profile } = values;
if (!publicFolder || !output || !browser || !ffmpeg || !ffprobe || !profile)
  throw new Error("An option is missing");

const here = fileURLToPath(new URL(".", import.meta.url));
process.chdir(here);
process.on("SIGTERM", () => process.exit(143));
await mkdir(profile, { recursive: true });

const { videoFile } = await renderPartialVideo({
  projectFile: "./src/project.ts",
  workerId: 0,
  numWorkers: 1,
  settings: {
    outDir: relative(here, join(profile, "output")),
    viteBasePort: 0,
    viteConfig: {
      root: here,
      publicDir: publicFolder,
      logLevel: "error",
      server: {
        host: "127.0.0.1",
        port: 0,
        hmr: false,
        watch: null,
        fs: { allow: [join(here, "..", "..")] },
      },
    },
    ffmpeg: { ffmpegPath: ffmpeg, ffprobePath: ffprobe, ffmpegLogLevel: "error" },
    puppeteer: {
      executablePath: browser,
      pipe: true,
      handleSIGTERM: false,
      userDataDir: profile,
      args: [
        ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-quic",
        "--disable-sync",
        "--disable-extensions",
        "--disable-component-update",
        "--disable-background-networking",
        // Whatever a page or the browser itself may want from elsewhere does not resolve.
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE localhost , EXCLUDE 127.0.0.1",
      ],
    },
    progressCallback: (_worker, ratio) => console.log(`spool-progress ${ratio}`),
  },
});
await rename(videoFile, output);
process.exit(0);
