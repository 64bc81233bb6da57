/** How many of a file's first bytes tell what it is. */
export const SNIFFED_BYTES = 12;

const SIGNATURES = [
  { extension: "png", parts: [{ at: 0, bytes: "\x89PNG\r\n\x1a\n" }] },
  { extension: "jpg", parts: [{ at: 0, bytes: "\xff\xd8\xff" }] },
  {
    extension: "webp",
    parts: [
      { at: 0, bytes: "RIFF" },
      { at: 8, bytes: "WEBP" },
    ],
  },
] as const;

/** What a file is, whatever its name or its sender say; null for what is no picture that can be drawn. */
export function sniffPicture(bytes: Uint8Array): string | null {
  const found = SIGNATURES.find(({ parts }) =>
    parts.every((part) =>
      Array.from(part.bytes).every((byte, index) => bytes[part.at + index] === byte.charCodeAt(0)),
    ),
  );
  return found?.extension ?? null;
}
