/** The kinds of pictures that are drawn, by the bytes that they begin with. */
const SIGNATURES = [
  {
    extension: "png",
    matches: (bytes: Buffer) => bytes.subarray(0, 8).equals(Buffer.from("\x89PNG\r\n\x1a\n", "latin1")),
  },
  {
    extension: "jpg",
    matches: (bytes: Buffer) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
  },
  {
    extension: "webp",
    matches: (bytes: Buffer) =>
      bytes.toString("latin1", 0, 4) === "RIFF" && bytes.toString("latin1", 8, 12) === "WEBP",
  },
];

/** What a file is, whatever its name or its sender say; null for what is no picture that can be drawn. */
export function sniffImage(bytes: Buffer): string | null {
  return SIGNATURES.find(({ matches }) => matches(bytes))?.extension ?? null;
}
