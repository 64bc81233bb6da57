import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RenderEvent, type RenderRequest, renderRequestSchema } from "@spool/contracts/render-api";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startStorageStandIn, type StorageStandIn } from "../test-support/storage-stand-in.ts";
import { openCheckpoints } from "./checkpoints.ts";
import { connectWorkStorage } from "./work-storage.ts";

let standIn: StorageStandIn;
let root: string;
const signal = AbortSignal.timeout(60_000);

beforeAll(async () => {
  standIn = await startStorageStandIn();
  root = await mkdtemp(join(tmpdir(), "spool-checkpoints-"));
});
afterEach(() => {
  standIn.refuseUploadsWith(null);
  standIn.work.clear();
});
afterAll(async () => {
  await standIn.close();
  await rm(root, { recursive: true });
});

const requestOf = (fields: object = {}): RenderRequest =>
  renderRequestSchema.parse({
    job_id: "11111111-1111-4111-8111-111111111111",
    attempt_id: crypto.randomUUID(),
    job_type: "doubt",
    input: { question: "Why?", text: "Because." },
    ...fields,
  });

/** The checkpoints of a request in a folder of its own, with what they told. */
async function open(request: RenderRequest, url = standIn.url) {
  const folder = join(root, crypto.randomUUID());
  await mkdir(folder);
  const told: RenderEvent[] = [];
  const work = connectWorkStorage({ url, secretKey: "sb_secret_test" });
  const checkpoints = openCheckpoints(request, folder, work, (event) => told.push(event));
  const messages = () => told.map((event) => (event.type === "log" ? event.message : "")).join(" ");
  return { checkpoints, folder, messages };
}

/** What two stages of an attempt left, as their checkpoints. */
async function leftBehind(request = requestOf()) {
  const { checkpoints, folder } = await open(request);
  await writeFile(join(folder, "script.json"), "the script");
  await writeFile(join(folder, "narration.wav"), "the narration");
  const script = await checkpoints.keep("script", ["script.json"], signal);
  const narrate = await checkpoints.keep("narrate", ["narration.wav"], signal);
  return { script: { ...script }, narrate: { ...narrate } };
}

/** Which stages of a request need not run again. */
async function restored(request: RenderRequest) {
  const opened = await open(request);
  return { ...opened, stages: [...(await opened.checkpoints.restore(signal))] };
}
const keyOf = (name: string) => [...standIn.work.keys()].find((key) => key.endsWith(name)) ?? "";

test("what stages left comes back in another attempt, byte for byte", async () => {
  const left = await leftBehind();

  const { stages, folder, messages } = await restored(requestOf({ resume_from: left }));

  expect(stages).toEqual(["script", "narrate"]);
  expect(await readFile(join(folder, "narration.wav"), "utf8")).toBe("the narration");
  expect(messages()).toContain("Going on after stage narrate");
});

test("a stage without a checkpoint ends what can be taken over", async () => {
  const { narrate } = await leftBehind();

  expect((await restored(requestOf({ resume_from: { narrate } }))).stages).toEqual([]);
});

test.each([
  ["gone", (key: string) => void standIn.work.delete(key)],
  ["spoilt", (key: string) => void standIn.work.set(key, new Blob(["else"]))],
])("a file that is %s makes its stage run again, with a line in the log", async (_how, spoil) => {
  const left = await leftBehind();
  spoil(keyOf("narration.wav"));

  const { stages, messages } = await restored(requestOf({ resume_from: left }));

  expect(stages).toEqual(["script"]);
  expect(messages()).toContain("What stage narrate left cannot be used and is made again.");
});

test.each([
  ["another question", { input: { question: "How?", text: "Because." } }],
  ["another length", { length: 120 }],
  ["another job", { job_id: crypto.randomUUID() }],
])("what was made for %s is not used", async (_what, fields) => {
  const left = await leftBehind();

  const { stages, messages } = await restored(requestOf({ ...fields, resume_from: left }));

  expect(stages).toEqual([]);
  expect(messages()).toContain("it was for another request");
});

test("the order of a payload's fields is no difference", async () => {
  const left = await leftBehind();
  const turned = requestOf({ input: { text: "Because.", question: "Why?" }, resume_from: left });

  expect((await restored(turned)).stages).toEqual(["script", "narrate"]);
});

test("a file name that leads out of the folder is refused", async () => {
  const { script } = await leftBehind();
  const [file] = script.files ?? [];
  const evil = { ...script, files: [{ ...file, name: "../script.json" }] };

  expect((await restored(requestOf({ resume_from: { script: evil } }))).stages).toEqual([]);
});

test("a render without an attempt stores nothing", async () => {
  const left = await leftBehind(requestOf({ attempt_id: undefined }));

  expect(left).toEqual({ script: {}, narrate: {} });
  expect(standIn.work.size).toBe(0);
});

test("a Storage that takes nothing, or is away, costs the checkpoint and not the stage", async () => {
  standIn.refuseUploadsWith(503);
  const refused = await open(requestOf());
  await writeFile(join(refused.folder, "script.json"), "the script");

  expect(await refused.checkpoints.keep("script", ["script.json"], signal)).toBeUndefined();
  expect(refused.messages()).toContain("would have to do stage script again");

  standIn.refuseUploadsWith(null);
  const left = await leftBehind();
  const away = await open(requestOf({ resume_from: left }), "http://127.0.0.1:9");
  expect([...(await away.checkpoints.restore(signal))]).toEqual([]);
});

test("an attempt that is stopped while it stores or reads ends with the reason of that", async () => {
  const stopped = AbortSignal.abort(new Error("stopped by the test"));
  const left = await leftBehind();
  const { checkpoints, folder } = await open(requestOf({ resume_from: left }));
  await writeFile(join(folder, "script.json"), "the script");

  await expect(checkpoints.restore(stopped)).rejects.toMatchObject({ category: "CANCELLED" });
  await expect(checkpoints.keep("script", ["script.json"], stopped)).rejects.toMatchObject({
    category: "CANCELLED",
  });
});

test("finished parts of a picture come back to where the renderer looks for them, others do not", async () => {
  const { checkpoints, folder } = await open(requestOf());
  await writeFile(join(folder, "000-abc-0-30.mkv"), "a part");
  await checkpoints.keepPart(join(folder, "000-abc-0-30.mkv"), signal);
  await writeFile(join(folder, "notes.txt"), "no part");
  await checkpoints.keepPart(join(folder, "notes.txt"), signal);

  const later = await open(requestOf({ resume_from: {} }));
  await later.checkpoints.restoreParts(signal);

  expect(await readdir(join(later.folder, "segments"))).toEqual(["000-abc-0-30.mkv"]);
  expect(await readFile(join(later.folder, "segments", "000-abc-0-30.mkv"), "utf8")).toBe("a part");
});

test("what is to be forgotten is removed, also what an earlier attempt had stored", async () => {
  const left = await leftBehind();
  const { checkpoints, folder } = await open(requestOf({ resume_from: left }));
  await checkpoints.restore(signal);
  await writeFile(join(folder, "picture.mkv"), "the picture");
  await checkpoints.keep("render", ["picture.mkv"], signal);

  await checkpoints.forget();

  expect(standIn.work.size).toBe(0);
});
