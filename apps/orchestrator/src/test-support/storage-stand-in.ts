import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";

/** The few answers of Supabase Storage that a render needs, for tests that look at the render and not at Storage. */
export interface StorageStandIn {
  url: string;
  /** Uploaded files by key. */
  objects: Map<string, Blob>;
  /** The same in the bucket work. */
  work: Map<string, Blob>;
  /** What authors brought along. */
  uploads: Map<string, Blob>;
  /** Uploads are answered with this status from now on; null lets them pass again. */
  refuseUploadsWith(status: number | null): void;
  close(): Promise<void>;
}

export async function startStorageStandIn(): Promise<StorageStandIn> {
  const objects = new Map<string, Blob>();
  const work = new Map<string, Blob>();
  const uploads = new Map<string, Blob>();
  let refusal: number | null = null;
  const app = new Hono();
  const refused = (status: number, message: string) =>
    Response.json({ statusCode: String(status), error: "refused", message }, { status });

  for (const [bucket, files] of Object.entries({ videos: objects, work, uploads })) {
    const keyIn = (path: string) => decodeURIComponent(path.split(`/${bucket}/`)[1] ?? "");
    app.get(`/storage/v1/bucket/${bucket}`, (context) => context.json({ id: bucket, name: bucket }));
    app.post(`/storage/v1/object/sign/${bucket}/*`, (context) =>
      context.json({ signedURL: `/object/sign/${bucket}/${keyIn(context.req.path)}?token=test` }),
    );
    app.post(`/storage/v1/object/list/${bucket}`, async (context) => {
      const { prefix } = await context.req.json<{ prefix: string }>();
      const names = [...files.keys()].flatMap((key) =>
        key.startsWith(`${prefix}/`) ? [key.slice(prefix.length + 1)] : [],
      );
      return context.json(names.map((name) => ({ id: crypto.randomUUID(), name })));
    });
    app.post(`/storage/v1/object/${bucket}/*`, async (context) => {
      const body = await context.req.blob();
      if (refusal !== null) return refused(refusal, "refused by the test");
      files.set(keyIn(context.req.path), body);
      return context.json({ Id: crypto.randomUUID(), Key: `${bucket}/${keyIn(context.req.path)}` });
    });
    app.get(`/storage/v1/object/${bucket}/*`, (context) => {
      const file = files.get(keyIn(context.req.path));
      return file === undefined ? refused(404, "Object not found") : new Response(file);
    });
    app.delete(`/storage/v1/object/${bucket}`, async (context) => {
      const { prefixes } = await context.req.json<{ prefixes: string[] }>();
      for (const key of prefixes) files.delete(key);
      return context.json([]);
    });
  }

  const server = await new Promise<Server>((resolve) => {
    // without options hono makes a plain HTTP/1 server
    const started = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, () =>
      resolve(started),
    ) as Server;
  });
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}`,
    objects,
    work,
    uploads,
    refuseUploadsWith: (status) => (refusal = status),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
