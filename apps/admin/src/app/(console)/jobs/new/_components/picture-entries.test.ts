import { expect, test } from "vitest";
import { payloadForm } from "./form-fields.ts";
import { toPayload, toTyped } from "./form-payload.ts";
import { picturesProblem, readPictures, writePictures } from "./picture-entries.ts";
import { addressProblem, fileProblem } from "./picture-problems.ts";

const PROJECT_ID = "5b0c0c3e-7f38-4d0e-9a53-0d8f3d3f8a11";
const UPLOAD = `uploads/${PROJECT_ID}/0a4ad0f2-2a1c-4e0f-8a40-3b1f0a9b7c22/map.png`;
const { fields } = payloadForm("doubt");

test("the form has a field for pictures, made from the schema", () => {
  expect(fields.find(({ name }) => name === "pictures")).toMatchObject({
    control: "pictures",
    place: "main",
  });
});

test("the pictures of another job go through the form unchanged", () => {
  const pictures = [{ file: UPLOAD, caption: "A map" }, { file: "https://example.org/a.png?size=2" }];

  expect(toPayload(fields, toTyped({ question: "Why?", pictures }))).toMatchObject({ pictures });
  expect(readPictures(toTyped({ pictures })["pictures"] ?? "").map(({ name }) => name)).toEqual(["map.png", "a.png"]);
}); // prettier-ignore

test("what the form holds is read again as it was written", () => {
  const entries = [{ key: "1", file: "", caption: "", name: "map.png", sizeBytes: 12 }];

  expect(readPictures(writePictures(entries))).toEqual(entries);
});

test.each([
  ["https://example.org/a.png", ["https://example.org/a.png"]],
  ["https://example.org/a.png | https://example.org/b.png", ["https://example.org/a.png", "https://example.org/b.png"]],
  ["", []],
  ["{}", []],
  ["null", []],
])("a cell with %j names the pictures %j", (typed, files) => {
  expect(readPictures(typed).map(({ file }) => file)).toEqual(files);
}); // prettier-ignore

test("no pictures are no field", () => {
  expect(toPayload(fields, { question: "Why?", pictures: "[]" })).not.toHaveProperty("pictures");
});

test("what is not uploaded, or for another project, is said with what to do", () => {
  const [uploaded] = readPictures(JSON.stringify([{ file: UPLOAD }]));
  if (uploaded === undefined) throw new Error("There is one");

  expect(picturesProblem([uploaded], PROJECT_ID)).toBeNull();
  expect(picturesProblem([{ ...uploaded, file: "" }], PROJECT_ID)).toMatch(/map\.png is not uploaded yet/);
  expect(picturesProblem([uploaded], "another")).toMatch(/map\.png was uploaded for another project/);
});

const PNG_HEAD = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

test.each([
  ["a picture", new File([PNG_HEAD], "a.png", { type: "image/png" }), null],
  ["an empty file", new File([], "a.png", { type: "image/png" }), /is empty/],
  ["another kind of file", new File(["text"], "a.pdf", { type: "application/pdf" }), /is no picture/],
  ["a file of no kind", new File(["text"], "a", {}), /is no picture/],
  ["a text that is called a picture", new File(["text"], "a.png", { type: "image/png" }), /is none in PNG/],
  [
    "one that is too large",
    new File([PNG_HEAD, new Uint8Array(10 * 1024 ** 2)], "a.png", { type: "image/png" }),
    /has 10\.5 MB, and a picture may have 10 MB/,
  ],
])("%s is judged before it is sent", async (_what, file, words) => {
  const problem = await fileProblem(file);

  if (words === null) expect(problem).toBeNull();
  else expect(problem).toMatch(words);
});

test.each([
  ["https://example.org/a.png", true],
  ["http://example.org", true],
  ["example.org/a.png", false],
  ["javascript:alert(1)", false],
  ["https://me:secret@example.org/a.png", false],
  ["", false],
])("the address %j is taken: %j", (address, isTaken) => {
  expect(addressProblem(address) === null).toBe(isTaken);
});
