import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const PAGE = `<!doctype html><meta charset="utf-8"><title>Upload</title><input type="file" aria-label="File">
<script type="module" src="/page.js"></script>`;

/** A page with a field for a file and the console's own code that sends it, on loopback. */
export async function serveUploadingPage(): Promise<{ url: string; stop: () => Promise<void> }> {
  const bundle = await rolldown({
    input: fileURLToPath(new URL("uploading-page.ts", import.meta.url)),
    platform: "browser",
  });
  const { output } = await bundle.generate({ format: "es", codeSplitting: false });
  await bundle.close();
  const server = createServer((request, response) => {
    const isScript = request.url === "/page.js";
    response.setHeader("content-type", isScript ? "text/javascript" : "text/html");
    response.end(isScript ? output[0].code : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // of a server that listens on a port
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
